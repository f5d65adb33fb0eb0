"""Assertion CPx faite et signée par signxml, envoyée avec requests dans une enveloppe écrite à la main.

Cas : l'assertion saine est acceptée ; empreinte altérée, mauvaise clé, assertion périmée, émetteur
inconnu, signature absente et signature détournée sont refusés (HTTP 500, faute Sender, sous-code
WS-Security). Écrit « <cas> <statut> <sous-code ou code> » par cas, et sort en erreur au premier écart.

    python insi_signxml.py --url https://localhost:8444/lps --ca ca.pem \
        --cert carte.pem --key carte.key --bad-cert inconnue.pem --bad-key inconnue.key
"""

import argparse
import copy
import datetime
import sys
import uuid

import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner, methods

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DS = "http://www.w3.org/2000/09/xmldsig#"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ACTION = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Card:
    """Un certificat de signature et sa clé."""

    def __init__(self, cert_path, key_path):
        with open(cert_path, "rb") as file:
            self.certificate = x509.load_pem_x509_certificates(file.read())[0]
        with open(key_path, "rb") as file:
            self.key = serialization.load_pem_private_key(file.read(), None)
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        self.number = names[0].value

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def assertion(card, issued=None, identifier=None):
    """Une assertion de professionnel, sans signature."""
    root = etree.Element(
        f"{{{SAML}}}Assertion",
        nsmap={"saml": SAML},
        ID=identifier or f"_{uuid.uuid4()}",
        IssueInstant=stamp(issued or now()),
        Version="2.0",
    )
    issuer = etree.SubElement(
        root, f"{{{SAML}}}Issuer", Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
    )
    issuer.text = card.certificate.subject.rfc4514_string()
    subject = etree.SubElement(root, f"{{{SAML}}}Subject")
    etree.SubElement(subject, f"{{{SAML}}}NameID", NameQualifier="CPS").text = card.number
    statement = etree.SubElement(root, f"{{{SAML}}}AttributeStatement")
    values = {"identifiantFacturation": "991999999", "secteurActivite": "SA07", "codeSpecialite": "01"}
    for name, value in values.items():
        attribute = etree.SubElement(statement, f"{{{SAML}}}Attribute", Name=name)
        etree.SubElement(attribute, f"{{{SAML}}}AttributeValue").text = value
    return root


def sign(root, card, key=None):
    """Signe, l'emplacement de la signature étant celui du schéma : après Issuer."""
    placeholder = etree.Element(f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS})
    root.insert(1, placeholder)
    signer = XMLSigner(
        method=methods.enveloped,
        signature_algorithm="rsa-sha256",
        digest_algorithm="sha256",
        c14n_algorithm=EXC_C14N,
    )
    return signer.sign(
        root, key=key or card.key, cert=card.pem, reference_uri="#" + root.get("ID"), id_attribute="ID"
    )


def envelope(card, *assertions):
    texts = "".join(etree.tostring(one, encoding="unicode") for one in assertions)
    moment = stamp(now())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="{SOAP}" xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>
<wsa:MessageID>uuid:{uuid.uuid4()}</wsa:MessageID><wsa:Action>{ACTION}</wsa:Action>
<wsse:Security xmlns:wsse="{WSSE}">{texts}</wsse:Security>
<ContexteBAM xmlns="urn:siram:bam:ctxbam" Nature="CTXBAM" Version="01_02"><Id>{uuid.uuid4()}</Id><Temps>{moment}</Temps><Emetteur>{card.number}</Emetteur><COUVERTURE/></ContexteBAM>
<ContexteLPS xmlns="urn:siram:lps:ctxlps" Nature="CTXLPS" Version="01_00"><Id>{uuid.uuid4()}</Id><Temps>{moment}</Temps><Emetteur>{card.number}</Emetteur><LPS><IDAM R="4">TESTSGIE0000</IDAM><Version>1.0</Version><Instance>{uuid.uuid4()}</Instance><Nom>urn:lps:SIGNXML:1.0</Nom></LPS></ContexteLPS>
</soap:Header><soap:Body><RECSANSVITALE xmlns="http://www.cnamts.fr/INSiRecSans"><NomNaissance>TCHITCHI</NomNaissance><Prenom>CATARINA</Prenom><Sexe>F</Sexe><DateNaissance>1936-06-21</DateNaissance></RECSANSVITALE></soap:Body></soap:Envelope>"""


def altered_digest(card):
    root = sign(assertion(card), card)
    root.find(f".//{{{SAML}}}AttributeValue").text = "991999998"
    return [root]


def wrong_key(card):
    return [sign(assertion(card), card, rsa.generate_private_key(public_exponent=65537, key_size=2048))]


def wrapped(card):
    """Une assertion sans signature devant l'assertion signée."""
    signed = sign(assertion(card), card)
    forged = copy.deepcopy(signed)
    forged.remove(forged.find(f"{{{DS}}}Signature"))
    forged.set("ID", f"_{uuid.uuid4()}")
    forged.find(f".//{{{SAML}}}NameID").text = "899700000001"
    return [forged, signed]


def cases(card, stranger):
    """Nom, assertions, réponse attendue : code métier, ou sous-code WS-Security (déduit)."""
    hours = datetime.timedelta(hours=2)
    yield "saine", [sign(assertion(card), card)], (200, "00")
    yield "empreinte_alteree", altered_digest(card), (500, "wsse:FailedCheck")
    yield "signature_fausse", wrong_key(card), (500, "wsse:FailedCheck")
    yield "perimee", [sign(assertion(card, issued=now() - hours), card)], (500, "wsse:MessageExpired")
    yield "emetteur_inconnu", [sign(assertion(stranger), stranger)], (500, "wsse:FailedAuthentication")
    yield "signature_absente", [assertion(card)], (500, "wsse:InvalidSecurityToken")
    yield "signature_detournee", wrapped(card), (500, "wsse:FailedCheck")


def outcome(answer):
    """Statut, et code métier ou sous-code de la faute Sender."""
    root = etree.fromstring(answer.content)
    code = root.find(".//{http://www.cnamts.fr/INSiResultat}CodeCR")
    if code is not None:
        return answer.status_code, code.text
    value = root.find(f".//{{{SOAP}}}Code/{{{SOAP}}}Value")
    subcode = root.find(f".//{{{SOAP}}}Subcode/{{{SOAP}}}Value")
    if value is None or value.text.split(":")[-1] != "Sender" or subcode is None:
        return answer.status_code, answer.text
    prefix, local = subcode.text.split(":")
    known = "wsse" if subcode.nsmap.get(prefix) == WSSE else prefix
    return answer.status_code, f"{known}:{local}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("url", "ca", "cert", "key", "bad-cert", "bad-key"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    card = Card(arguments.cert, arguments.key)
    stranger = Card(arguments.bad_cert, arguments.bad_key)
    session = requests.Session()
    session.trust_env = False
    session.verify = arguments.ca
    headers = {"Content-Type": f'application/soap+xml; charset=utf-8; action="{ACTION}"'}
    failed = False
    for name, assertions, expected in cases(card, stranger):
        body = envelope(card, *assertions).encode()
        answer = session.post(arguments.url, data=body, headers=headers, timeout=20)
        found = outcome(answer)
        print(name, *found, flush=True)
        if found != expected:
            print(f"ecart {name}: attendu {expected}", file=sys.stderr)
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
