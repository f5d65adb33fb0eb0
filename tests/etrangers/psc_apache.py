"""Un vrai navigateur devant une page gardée par Apache et mod_auth_openidc, comme une personne.

Page d'identification, identifiant tapé, e-CPS simulée dans son onglet, page protégée avec ce que PSC dit de la
personne, déconnexion, et identification redemandée. Garde des captures dans --captures. Écrit « ok <cas> ».
"""

import pathlib

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as attendu
from selenium.webdriver.support.ui import WebDriverWait

from psc_banc import CLIENT, PROFESSIONNEL, arguments, verifie

ATTENTE = 20
REGLAGES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--window-size=900,800",
)


class Personne:
    """Ce qu'une personne voit et fait."""

    def __init__(self, lus):
        options = Options()
        options.binary_location = lus.navigateur
        options.accept_insecure_certs = True
        for reglage in (*REGLAGES, f"--user-data-dir={lus.profil}"):
            options.add_argument(reglage)
        self.captures = pathlib.Path(lus.captures)
        self.fenetre = webdriver.Chrome(options=options, service=Service(lus.pilote))
        self.fenetre.set_page_load_timeout(ATTENTE)
        self.attend = WebDriverWait(self.fenetre, ATTENTE)

    def va(self, adresse):
        self.fenetre.get(adresse)

    def photographie(self, nom):
        self.fenetre.save_screenshot(str(self.captures / f"{nom}.png"))

    def titre(self, texte):
        self.attend.until(attendu.text_to_be_present_in_element((By.TAG_NAME, "h1"), texte))

    def presse(self, texte):
        """Le bouton dont le texte contient ces mots, quelle que soit la casse."""
        for bouton in self.fenetre.find_elements(By.TAG_NAME, "button"):
            if texte.lower() in bouton.text.lower():
                bouton.click()
                return
        raise AssertionError(f"pas de bouton « {texte} » :\n{self.fenetre.page_source}")

    def lit(self, identifiant):
        return self.fenetre.find_element(By.ID, identifiant).text

    def texte(self):
        return self.fenetre.find_element(By.TAG_NAME, "body").text


def s_identifie(personne, photo):
    """Depuis la page d'identification jusqu'à la page protégée."""
    champ = personne.attend.until(attendu.presence_of_element_located((By.NAME, "login")))
    verifie(f"champ-{photo}", personne.fenetre.switch_to.active_element == champ, "le champ n'a pas la main")
    verifie(f"fictif-{photo}", "données fictives" in personne.texte() and CLIENT in personne.texte(), personne.texte())
    champ.clear()
    champ.send_keys("99700427885")
    personne.presse("e-CPS")
    alerte = personne.attend.until(attendu.visibility_of_element_located((By.CSS_SELECTOR, "[role=alert]")))
    verifie(f"erreur-{photo}", "précédé du chiffre 8" in alerte.text, alerte.text)
    personne.photographie(f"{photo}-erreur")
    champ = personne.fenetre.find_element(By.NAME, "login")
    champ.clear()
    champ.send_keys(PROFESSIONNEL)
    personne.photographie(f"{photo}-connexion")
    personne.presse("e-CPS")
    nombre = personne.attend.until(attendu.presence_of_element_located((By.CLASS_NAME, "nombre"))).text
    personne.photographie(f"{photo}-attente")
    approuve(personne, photo, nombre)
    # La page d'attente regarde d'elle-même si la réponse est venue.
    personne.titre("Page protégée")


def approuve(personne, photo, nombre):
    """Sur l'e-CPS simulée, ouverte dans son onglet : le même nombre, le nom de la personne, « Approuver »."""
    poste = personne.fenetre.current_window_handle
    personne.fenetre.find_element(By.CSS_SELECTOR, "a[target=_blank]").click()
    personne.attend.until(attendu.number_of_windows_to_be(2))
    (telephone,) = set(personne.fenetre.window_handles) - {poste}
    personne.fenetre.switch_to.window(telephone)
    personne.titre("e-CPS")
    verifie(f"nombre-{photo}", personne.fenetre.find_element(By.CLASS_NAME, "nombre").text == nombre, nombre)
    verifie(f"qui-{photo}", "KIT DOC0042788" in personne.texte() and CLIENT in personne.texte(), personne.texte())
    personne.photographie(f"{photo}-ecps")
    personne.presse("Approuver")
    personne.attend.until(attendu.text_to_be_present_in_element((By.TAG_NAME, "body"), "Demande approuvée"))
    personne.photographie(f"{photo}-ecps-approuvee")
    personne.fenetre.close()
    personne.fenetre.switch_to.window(poste)


def page_protegee(personne):
    trouve = {
        nom: personne.lit(nom)
        for nom in ("utilisateur", "SubjectNameID", "given_name", "family_name", "acr", "SubjectRole")
    }
    voulu = {
        "utilisateur": PROFESSIONNEL,
        "SubjectNameID": PROFESSIONNEL,
        "given_name": "KIT",
        "family_name": "DOC0042788",
        "acr": "eidas1",
        "SubjectRole": "10^1.2.250.1.213.1.1.5.5",
    }
    verifie("page-protegee", trouve == voulu, trouve)


def main():
    banc, lus = arguments(__doc__, "site", "captures", "profil", "navigateur", "pilote")
    banc.approbation("personne")
    banc.declare(
        CLIENT,
        redirect_uris=[f"{lus.site}/retour"],
        post_logout_redirect_uris=[f"{lus.site}/au-revoir.html"],
    )
    personne = Personne(lus)
    try:
        personne.va(f"{lus.site}/prive/")
        s_identifie(personne, "premiere")
        page_protegee(personne)
        personne.photographie("page-protegee")
        personne.va(f"{lus.site}/prive/")
        verifie("session-gardee", personne.lit("SubjectNameID") == PROFESSIONNEL)
        personne.fenetre.find_element(By.ID, "quitter").click()
        personne.titre("Au revoir")
        verifie("deconnexion", personne.fenetre.current_url.startswith(f"{lus.site}/au-revoir.html"))
        personne.va(f"{lus.site}/prive/")
        s_identifie(personne, "apres")
        verifie("identification-redemandee", personne.lit("SubjectNameID") == PROFESSIONNEL)
    finally:
        personne.fenetre.quit()


if __name__ == "__main__":
    main()
