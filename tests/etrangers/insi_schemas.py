"""Valide par lxml, contre les schémas officiels d'INSi, les messages d'une exécution du banc.

    python insi_schemas.py --messages dossier --reference dossier_des_schemas

Le dossier contient NUMERO.requete.xml et NUMERO.reponse.xml. Écrit « valide <bloc> <nombre> » par sorte de
bloc, puis « ecart <numéro> <bloc> <message> » par bloc invalide ; ne juge pas les écarts : l'appelant le fait.
"""

import argparse
import collections
import pathlib

from lxml import etree

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
# Élément, et le schéma officiel qui le décrit.
BLOCKS = {
    "{urn:siram:lps:ctxlps}ContexteLPS": "CTX/ROOT_ctxlps_CTXLPS_V01_00.xsd",
    "{urn:siram:bam:ctxbam}ContexteBAM": "CTX/ROOT_ctxbam_CTXBAM_V01_02.xsd",
    "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}Security": "WSSE/Security.xsd",
    "{http://www.cnamts.fr/INSiRecSans}RECSANSVITALE": "ServiceIdentiteCertifiee/INSi_RECSANS_INS.xsd",
    "{http://www.cnamts.fr/INSiRecVit}RECVITALE": "ServiceIdentiteCertifiee/INSi_RECVITALE_INS.xsd",
    "{http://www.cnamts.fr/INSiResultat}RESULTAT": "ServiceIdentiteCertifiee/INSi_RESULTAT_INS.xsd",
    "{urn:siram}Erreur": "schema_faultSOAP_V01_01.xsd",
}


def blocks(root):
    """Les blocs d'en-tête et le contenu du corps, ou le détail de la faute."""
    for part in ("Header", "Body"):
        container = root.find(SOAP + part)
        for child in [] if container is None else container:
            if child.tag == SOAP + "Fault":
                yield from child.find(SOAP + "Detail") if child.find(SOAP + "Detail") is not None else []
            else:
                yield child


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=pathlib.Path, required=True)
    parser.add_argument("--reference", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    schemas = {
        tag: etree.XMLSchema(etree.parse(str(arguments.reference / "insi" / "xsd" / file)))
        for tag, file in BLOCKS.items()
    }
    valid = collections.Counter()
    for path in sorted(arguments.messages.glob("*.xml")):
        root = etree.parse(str(path)).getroot()
        for block in blocks(root):
            name = etree.QName(block).localname
            schema = schemas.get(block.tag)
            if schema is None:
                valid["hors schéma : " + name] += 1
            elif schema.validate(etree.fromstring(etree.tostring(block, with_tail=False))):
                valid[name] += 1
            else:
                print("ecart", path.name, name, schema.error_log.last_error.message)
    for name, count in sorted(valid.items()):
        print("valide", name, count)


if __name__ == "__main__":
    main()
