"""The last changes to the rendered PDF before it is written: signature fields, and the claim to be PDF/UA-1.

The renderer knows text fields but no signature fields, and one conformance claim at a time.
"""

from typing import Any

import pydyf

_PDFUA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Turn text fields into empty signature fields, tag them as the signing library expects, and claim PDF/UA-1."""
    widgets = [item for item in pdf.objects if isinstance(item, dict) and item.get("Subtype") == "/Widget"]
    for widget in widgets:
        _to_signature_field(pdf, widget)
    if widgets:
        form = pdf.catalog["AcroForm"]
        form.pop("NeedAppearances", None)
        form.pop("DR", None)
        form["SigFlags"] = 1
    _claim_accessibility(pdf)
    for item in pdf.objects:
        # A later signature may only touch what hangs at /K directly; in a list it would look like a foreign change.
        if isinstance(item, dict) and item.get("S") == "/Form" and isinstance(item.get("K"), list):
            item["K"] = item["K"][0]


def _to_signature_field(pdf: pydyf.PDF, widget: pydyf.Dictionary) -> None:
    for key in ("V", "DA", "Ff", "MaxLen"):
        widget.pop(key, None)
    left, right = sorted((widget["Rect"][0], widget["Rect"][2]))
    bottom, top = sorted((widget["Rect"][1], widget["Rect"][3]))
    empty = pydyf.Stream(
        [],
        {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, right - left, top - bottom])},
        compress=True,
    )
    pdf.add_object(empty)
    widget["FT"] = "/Sig"
    widget["Rect"] = pydyf.Array([left, bottom, right, top])
    widget["AP"] = pydyf.Dictionary({"N": empty.reference})
    widget["Lock"] = pydyf.Dictionary(
        {"Type": "/SigFieldLock", "Action": "/Include", "Fields": pydyf.Array([widget["T"]])}
    )


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", _PDFUA + b"</rdf:RDF>")
