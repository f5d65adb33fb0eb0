"""Un navigateur joué par requests : redirections suivies à la main, formulaires remplis, témoins gardés.

Il s'arrête devant l'adresse de retour du logiciel, qui n'existe pas, et rend cette adresse.
"""

from urllib.parse import urljoin

from lxml import html

from psc_banc import DELAI, PROFESSIONNEL, RETOUR, ecart


class Navigateur:
    def __init__(self, banc):
        self.banc = banc
        self.session = banc.session()
        self.pages = []

    def va(self, adresse, arrets=(RETOUR,)):
        """Suit les redirections ; rend l'adresse d'arrêt, ou la réponse qui est une page."""
        for _ in range(20):
            if adresse.startswith(tuple(arrets)):
                return adresse
            reponse = self.session.get(adresse, allow_redirects=False, timeout=DELAI)
            if not reponse.is_redirect:
                self.pages.append(reponse)
                return reponse
            adresse = urljoin(adresse, reponse.headers["location"])
        ecart("navigateur", f"plus de vingt redirections, la dernière vers {adresse}")

    def _envoie(self, page, formulaire, bouton):
        champs = dict(formulaire.form_values())
        if bouton.get("name"):
            champs[bouton.get("name")] = bouton.get("value", "")
        cible = urljoin(page.url, bouton.get("formaction") or formulaire.get("action") or page.url)
        reponse = self.session.request(formulaire.method, cible, data=champs, allow_redirects=False, timeout=DELAI)
        if reponse.is_redirect:
            return self.va(urljoin(cible, reponse.headers["location"]))
        self.pages.append(reponse)
        return reponse

    def presse(self, page, texte, **champs):
        """Remplit les champs et presse le bouton dont le texte contient `texte`."""
        arbre = html.fromstring(page.text)
        for formulaire in arbre.forms:
            for bouton in formulaire.xpath(".//button"):
                if texte.lower() in " ".join(bouton.text_content().split()).lower():
                    for nom, valeur in champs.items():
                        formulaire.fields[nom] = valeur
                    return self._envoie(page, formulaire, bouton)
        ecart("navigateur", f"pas de bouton « {texte} » dans {page.url} :\n{page.text}")

    def identifie(self, adresse, professionnel=PROFESSIONNEL):
        """Va à l'adresse d'autorisation et revient avec l'adresse de retour ; répond à la page s'il y en a une."""
        arrivee = self.va(adresse)
        if isinstance(arrivee, str):
            return arrivee
        return self.approuve(self.presse(arrivee, "e-CPS", login=professionnel))

    def approuve(self, attente):
        """Approuve sur l'e-CPS simulée la demande qu'une page d'attente annonce, puis continue."""
        arbre = html.fromstring(attente.text)
        nombre = arbre.xpath("string(//*[@class='nombre'])").strip()
        telephone = self.va(urljoin(attente.url, arbre.xpath("//a[@target='_blank']/@href")[0]))
        if not nombre or nombre not in telephone.text:
            ecart("navigateur", f"le nombre {nombre!r} n'est pas sur l'e-CPS :\n{telephone.text}")
        self.presse(telephone, "Approuver")
        return self.va(urljoin(attente.url, arbre.xpath("//a[text()='Continuer']/@href")[0]))
