"""Client généré par zeep depuis la description du simulateur INSi, en TLS avec certificat client.

Obtient 00, 01, 02, une recherche par carte et une faute ; écrit « ok <cas> » par cas réussi et sort
en erreur au premier écart. N'emprunte rien au code du banc.

    python insi_zeep.py --wsdl https://localhost:8443/lps?wsdl --ca ca.pem --cert client.pem --key client.key
"""

import argparse
import datetime
import sys
import uuid

import requests
from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.transports import Transport

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
IDAM = "TESTSGIE0000"
EMETTEUR = "10B0152872"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def headers(client, idam=IDAM):
    """Les blocs d'en-tête que la description déclare ; Security n'est pas envoyé (certificat logiciel)."""
    lps = client.get_element("{urn:siram:lps:ctxlps}ContexteLPS")
    bam = client.get_element("{urn:siram:bam:ctxbam}ContexteBAM")
    message_id = client.get_element("{http://www.w3.org/2005/08/addressing}MessageID")
    identifier = f"uuid:{uuid.uuid4()}"
    return identifier, [
        bam(
            Id=str(uuid.uuid4()),
            Temps=now(),
            Emetteur=EMETTEUR,
            COUVERTURE={},
            Nature="CTXBAM",
            Version="01_02",
        ),
        lps(
            Id=str(uuid.uuid4()),
            Temps=now(),
            Emetteur=EMETTEUR,
            LPS={
                "IDAM": {"_value_1": idam, "R": "4"},
                "Version": "1.0",
                "Instance": str(uuid.uuid4()),
                "Nom": "urn:lps:ZEEP:1.0",
            },
            Nature="CTXLPS",
            Version="01_00",
        ),
        message_id(identifier),
    ]


def check(case, condition, detail):
    if not condition:
        sys.exit(f"ecart {case}: {detail}")
    print(f"ok {case}", flush=True)


def search(client, idam=IDAM, **traits):
    _, blocks = headers(client, idam)
    return client.service.rechercherInsAvecTraitsIdentite(_soapheaders=blocks, **traits)


def business_answers(client):
    one = search(
        client,
        NomNaissance="TCHITCHI",
        Prenom=["CATARINA"],
        Sexe="F",
        DateNaissance="1936-06-21",
        LieuNaissance="63220",
    )
    actif = one.INDIVIDU.INSACTIF
    found = (
        one.CR.CodeCR,
        one.CR.LibelleCR,
        actif.IdIndividu.NumIdentifiant,
        actif.IdIndividu.Cle,
        actif.OID,
        one.INDIVIDU.TIQ.Prenom,
        one.INDIVIDU.TIQ.ListePrenom,
    )
    expected = ("00", "OK", "2360663220836", "56", "1.2.250.1.213.1.4.8", None, "CATARINA BELLA")
    check("00", found == expected, found)

    history = search(
        client, NomNaissance="ECETINSI", Prenom=["PIERRE-ALAIN"], Sexe="M", DateNaissance="2009-07-14"
    ).INDIVIDU.INSHISTO
    dates = [(str(old.DateDeb), str(old.DateFin)) for old in history]
    check("00-historique", dates == [("2019-03-01", "2019-02-28")], dates)

    none = search(client, NomNaissance="TCHITCHI", Prenom=["OLA"], Sexe="F", DateNaissance="1936-06-21")
    found = (none.CR.CodeCR, none.CR.LibelleCR, none.INDIVIDU)
    check("01", found == ("01", "Aucune identite trouvee", None), found)

    several = search(client, NomNaissance="DE VINCI", Prenom=["LEONARDO"], Sexe="M", DateNaissance="2014-02-01")
    found = (several.CR.CodeCR, several.CR.LibelleCR, several.INDIVIDU)
    check("02", found == ("02", "Plusieurs identites trouvees", None), found)


def card(client):
    _, blocks = headers(client)
    answer = client.service.rechercherInsAvecCarteVitale(
        _soapheaders=blocks,
        MatriculeOD={"NumIdentifiant": "2770763220829"},
        DateNaissance="2010-08-07",
        RangNaissance="1",
    )
    found = (answer.CR.CodeCR, answer.INDIVIDU.TIQ.ListePrenom if answer.INDIVIDU else None)
    check("carte", found == ("00", "MICHELANGELO ANTHONY"), found)


def faults(client):
    traits = dict(Prenom=["CATARINA"], Sexe="F", DateNaissance="1936-06-21")
    found = caught(lambda: search(client, NomNaissance="tchitchi", **traits))
    check("faute-insi_102", found == ("Receiver", "siram_40", "insi_102", "fatal", None), found)

    identifier, blocks = headers(client, idam="NumAutorisation")
    found = caught(
        lambda: client.service.rechercherInsAvecTraitsIdentite(
            _soapheaders=blocks, NomNaissance="TCHITCHI", **traits
        )
    )
    check("faute-desir_550", found == ("Sender", "siram_100", "desir_550", "erreur", identifier), found)


def caught(call):
    """Code, sous-code, et attributs d'Erreur de la faute que l'appel doit recevoir."""
    try:
        answer = call()
    except Fault as fault:
        erreur = fault.detail.find("{urn:siram}Erreur")
        if erreur is None:
            return etree.tostring(fault.detail)
        subcode = fault.subcodes[0].localname if fault.subcodes else None
        return (
            fault.code.split(":")[-1],
            subcode,
            erreur.get("code"),
            erreur.get("severite"),
            erreur.get("messageID"),
        )
    return f"pas de faute : {answer}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wsdl", required=True)
    parser.add_argument("--ca", required=True)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--key", required=True)
    arguments = parser.parse_args()
    session = requests.Session()
    session.trust_env = False
    session.verify = arguments.ca
    session.cert = (arguments.cert, arguments.key)
    transport = Transport(session=session, timeout=20, operation_timeout=20)
    # Strict : une réponse que la description ne permet pas est une erreur.
    client = Client(arguments.wsdl, transport=transport, settings=Settings(strict=True))
    check("description", "rechercherInsAvecTraitsIdentite" in dir(client.service), dir(client.service))
    business_answers(client)
    card(client)
    faults(client)


if __name__ == "__main__":
    main()
