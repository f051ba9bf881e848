from catalog.knowledge.index import Catalogue
from catalog.presenters.readings import Shelf
from catalog.presenters.situations import situation_list


def test_the_five_situations_stand_in_the_guides_order_with_both_voices(catalogue: Catalogue, shelf: Shelf) -> None:
    found = situation_list(catalogue, shelf)
    assert [each.id for each in found] == ["startup", "enterprise", "distillation", "eu-high-risk", "safety-critical"]
    for situation in found:
        guide, ruling = (voice.reading for voice in situation.voices)
        assert (guide.title, guide.applies) == ("The guide", "")
        assert (ruling.title, ruling.applies) == ("Our ruling", "Applies")
        assert all((guide.says, guide.clause, guide.url))
        assert all((ruling.says, ruling.clause, ruling.url))


def test_advice_links_to_models_and_to_families(catalogue: Catalogue, shelf: Shelf) -> None:
    guide, ruling = situation_list(catalogue, shelf)[4].voices
    assert [link.href for link in guide.prefer] == ["/licences/?family=responsible-ai"]
    assert any(link.href.startswith("/models/") for link in ruling.prefer)


def test_where_guide_and_ruling_part_ways_is_said_in_a_sentence(catalogue: Catalogue, shelf: Shelf) -> None:
    safety = situation_list(catalogue, shelf)[4]
    assert "The guide prefers licences called “Responsible AI”; our ruling avoids them." in safety.conflicts
    startup = situation_list(catalogue, shelf)[0]
    dropped = set(catalogue.situations["startup"].guide.prefer) - set(catalogue.situations["startup"].ruling.prefer)
    told = " ".join(startup.conflicts)
    assert all(catalogue.models[name].name in told for name in dropped)
