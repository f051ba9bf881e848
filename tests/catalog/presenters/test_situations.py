from catalog.knowledge.index import Catalogue
from catalog.presenters.situations import situation_list


def test_the_five_situations_stand_in_the_guides_order_with_both_voices(catalogue: Catalogue) -> None:
    found = situation_list(catalogue)
    assert [each.id for each in found] == ["startup", "enterprise", "distillation", "eu-high-risk", "safety-critical"]
    for situation in found:
        guide, ruling = situation.voices
        assert (guide.applies, ruling.applies) == (False, True)
        assert guide.says
        assert ruling.says


def test_advice_links_to_models_and_to_families(catalogue: Catalogue) -> None:
    guide, ruling = situation_list(catalogue)[4].voices
    assert [link.href for link in guide.prefer] == ["/licences/?family=responsible-ai"]
    assert any(link.href.startswith("/models/") for link in ruling.prefer)
