"""Authorities outside that vouch for people, the certificates they give, and tools that are not ours to sign with."""

import io
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSPHRASE = "own passphrase"
_DAY = timedelta(days=1)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate, its key, and the certificates between it and the root."""

    key: Key = field(repr=False)
    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def pkcs12(self, *, passphrase: str = PASSPHRASE, old: bool = False) -> bytes:
        """The file in which people keep such a key; `old` as programs of former years protected it."""
        protection: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode())
        if old:
            builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048).hmac_hash(hashes.SHA1())
            builder = builder.key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
            protection = builder.build(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"mine", self.key, self.certificate, self.between, protection)


@dataclass(frozen=True)
class Outside:
    """A root, an authority between, and people: with an elliptic curve under the root, with RSA under the other."""

    root: Holder
    between: Holder
    direct: Holder
    indirect: Holder


def holder(
    name: str,
    *,
    at: datetime,
    by: Holder | None = None,
    key: Key | None = None,
    authority: bool = False,
    until: datetime | None = None,
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.EMAIL_PROTECTION,
    asked: str = "",
) -> Holder:
    """A certificate issued by another one, or by itself; `asked` is where one asks (OCSP) whether it was revoked."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Trust Services"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    issuer = by.certificate.subject if by else subject
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(at - _DAY)
    builder = builder.not_valid_after(until or at + 1000 * _DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=authority), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    above = (by.key if by else key).public_key()
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    if asked:
        place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(asked))
        builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    chain = (by.certificate, *by.between) if by and by.certificate.issuer != by.certificate.subject else ()
    return Holder(key, certificate, chain)


def outside(*, at: datetime, asked: str = "") -> Outside:
    """Make an authority with its people; `asked` as for `holder`."""
    root = holder("Root of people", at=at, authority=True)
    between = holder("Issuer of people", at=at, by=root, authority=True, asked=asked)
    direct = holder("Dr. Adaeze Okafor", at=at, by=root, asked=asked)
    return Outside(root, between, direct, holder("Adaeze Okafor", at=at, by=between, key=_rsa(), asked=asked))


def signed_by_pyhanko(
    file: bytes, who: Holder, *, field_name: str = "Reviewer1", pades: bool = True, **options: Any
) -> bytes:
    """Sign as pyHanko does out of the box: with its own notes in the metadata and a stamp of its own."""
    writer, known = IncrementalPdfFileWriter(io.BytesIO(file)), SimpleCertificateStore()
    for each in who.between:
        known.register(asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)))
    private = who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(who.der)
    signer = SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(private), known, **options)
    kind = fields.SigSeedSubFilter.PADES if pades else fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    metadata = PdfSignatureMetadata(field_name=field_name, subfilter=kind)
    made = PdfSigner(metadata, signer).sign_pdf(writer, existing_fields_only=True)
    return bytes(made.getvalue())


def signed_by_poppler(file: bytes, who: Holder, root: Holder, folder: Path, *, field_name: str = "Reviewer1") -> bytes:
    """Sign with `pdfsig` and a certificate store of NSS, as people do on a desktop."""
    store, own = folder / "nss", folder / "own.p12"
    store.mkdir()
    own.write_bytes(who.pkcs12())
    (folder / "root.pem").write_bytes(root.pem)
    (folder / "in.pdf").write_bytes(file)
    known = f"sql:{store}"
    for command in (
        ["certutil", "-N", "-d", known, "--empty-password"],
        ["certutil", "-A", "-d", known, "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem")],
        ["pk12util", "-i", str(own), "-d", known, "-W", PASSPHRASE, "-K", ""],
        [
            "pdfsig", "-nssdir", known, "-sign", field_name, "-nick", "mine", "-etsi",
            str(folder / "in.pdf"), str(folder / "out.pdf"),
        ],
    ):  # fmt: skip
        subprocess.run(command, capture_output=True, check="pdfsig" not in command, timeout=60)
    return (folder / "out.pdf").read_bytes()


def signed_by_openssl(file: bytes, who: Holder, folder: Path, *options: str) -> bytes:
    """Sign with a container by `openssl cms`, in a place that pyHanko keeps free for it."""
    private = who.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in who.between)
    for name, content in {"key.pem": private, "own.pem": who.pem, "chain.pem": chain}.items():
        (folder / name).write_bytes(content)
    steps = PdfCMSEmbedder().write_cms(
        "Reviewer1", IncrementalPdfFileWriter(io.BytesIO(file)), existing_fields_only=True
    )
    next(steps)
    place = SignatureObject(subfilter=fields.SigSeedSubFilter.PADES, timestamp=datetime.now(UTC), bytes_reserved=16384)
    steps.send(SigObjSetup(sig_placeholder=place))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    whole = output.getvalue()
    (folder / "signed").write_bytes(whole[: prepared.reserved_region_start] + whole[prepared.reserved_region_end :])
    certificates = ["-signer", "own.pem", "-inkey", "key.pem", *(["-certfile", "chain.pem"] if chain else [])]
    command = ["openssl", "cms", "-sign", "-binary", "-in", "signed", "-outform", "DER", *certificates, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60)
    steps.send(done.stdout)
    return bytes(output.getvalue())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
