"""Le document de découverte, comparé champ par champ au document publié, adresses des hôtes mises à part.

Écrit « ok <cas> » par cas réussi.
"""

import json
import pathlib
from urllib.parse import urlsplit

from psc_banc import DELAI, arguments, verifie


def sans_hote(valeur):
    """La valeur, ses adresses réduites à leur chemin."""
    if isinstance(valeur, dict):
        return {nom: sans_hote(membre) for nom, membre in valeur.items()}
    if isinstance(valeur, str) and valeur.startswith(("http://", "https://")):
        return urlsplit(valeur).path
    return valeur


def hotes(valeur):
    """Les origines de toutes les adresses."""
    if isinstance(valeur, dict):
        return set().union(*(hotes(membre) for membre in valeur.values()))
    if isinstance(valeur, str) and valeur.startswith(("http://", "https://")):
        parties = urlsplit(valeur)
        return {f"{parties.scheme}://{parties.netloc}"}
    return set()


def main():
    banc, lus = arguments(__doc__, "reference")
    publie = json.loads((pathlib.Path(lus.reference) / "psc/discovery_bas.json").read_text(encoding="utf-8"))
    verifie("publie", len(publie) > 50, len(publie))
    realm = urlsplit(banc.emetteur)
    attendus = {f"{realm.scheme}://{realm.netloc}", banc.adresse("psc_portefeuille")}
    for chemin in ("wallet-openid-configuration", "openid-configuration"):
        reponse = banc.session().get(f"{banc.emetteur}/.well-known/{chemin}", timeout=DELAI)
        verifie(f"{chemin}-type", reponse.headers["content-type"].startswith("application/json"))
        servi = reponse.json()
        differents = {
            nom: (sans_hote(valeur), sans_hote(servi.get(nom)))
            for nom, valeur in publie.items()
            if sans_hote(servi.get(nom)) != sans_hote(valeur)
        }
        if chemin == "openid-configuration":
            # Le document ordinaire d'un realm Keycloak donne l'adresse d'autorisation du realm.
            natif = "/auth/realms/esante-wallet/protocol/openid-connect/auth"
            verifie("natif", differents.pop("authorization_endpoint", None) == ("/auth", natif), differents)
        verifie(chemin, not differents, differents)
        verifie(f"{chemin}-en-plus", set(servi) == set(publie), set(servi) ^ set(publie))
        verifie(f"{chemin}-hotes", hotes(servi) <= attendus, hotes(servi))


if __name__ == "__main__":
    main()
