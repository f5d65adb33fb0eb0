//! What an adapter that signs users in must do: begin signed out, open and close a local session,
//! refuse a wrong password, never say that Pro Santé Connect signed in when nobody answers there,
//! and show what it declares to show.

use std::path::Path;

use banc_contract::{
    Action, Answer, Channel, Declaration, Outcome, PreparationAnswer, Question, SignInMode,
};

use super::fixture::{NATIONAL_ID, PASSWORD, fictitious_account, preparation_with_accounts};
use super::{Caller, DEADLINE, Inspection, RawDriver, as_sent};

/// Capabilities that need accounts.
const SIGN_IN: [&str; 4] = ["session.locale", "psc.navigateur", "psc.ciba", "psc.proxy"];

fn declares(declaration: &Declaration, name: &str) -> bool {
    declaration
        .capacites
        .iter()
        .any(|declared| declared == name)
}

/// What is wrong with an address declared at Pro Santé Connect.
/// Source: OpenID Connect Core §3.1.2.1, RFC 6749 §3.1.2: absolute, without fragment; RFC 8252 §7.1
/// for the schemes of native software, which are domain names in reverse.
fn wrong_address(address: &str) -> Option<&'static str> {
    let scheme = address.split_once(":/").map_or("", |(scheme, _)| scheme);
    if !matches!(scheme, "http" | "https") && !scheme.contains('.') {
        return Some("n'est ni une adresse http(s) complète, ni un schéma propre au logiciel");
    }
    address.contains('#').then_some("porte un fragment (#)")
}

/// What is wrong with the session shown, when it must be open for the account or closed.
async fn session_as<D: RawDriver + ?Sized>(
    driver: &D,
    caller: &Caller,
    opened: bool,
    expected: &str,
) -> Option<String> {
    match driver.observe(caller, &Question::Session {}).await {
        Ok(Answer::Session(session)) if session.ouverte == opened => {
            let other = opened && session.compte.as_deref() != Some(&fictitious_account().compte);
            other.then(|| {
                "« session » montre un autre compte que celui qui vient d'ouvrir la session."
                    .to_owned()
            })
        }
        Ok(other) => Some(format!(
            "« session » a répondu {} : {expected}.",
            as_sent(&other)
        )),
        Err(error) => Some(format!("« session » : {error}.")),
    }
}

impl Inspection {
    /// The checks of sign-in, when the adapter declares some of it.
    pub(super) async fn sign_in<D: RawDriver + ?Sized>(
        &mut self,
        driver: &D,
        caller: &Caller,
        declaration: &Declaration,
    ) {
        if !SIGN_IN.iter().any(|name| declares(declaration, name)) {
            return;
        }
        let prepared = driver.prepare(caller, &preparation_with_accounts()).await;
        match prepared {
            Ok(answer) => self.registration(declaration, &answer),
            Err(error) => {
                return self.fail(
                    "preparer_comptes",
                    format!("{error}. Une préparation avec « comptes » et « psc » doit réussir sans appeler les adresses reçues."),
                );
            }
        }
        if declares(declaration, "session.locale") {
            self.local_session(driver, caller).await;
        }
        let modes = [
            ("psc.navigateur", SignInMode::Navigateur),
            ("psc.ciba", SignInMode::Ciba),
            ("psc.proxy", SignInMode::Proxy),
        ];
        for (name, mode) in modes {
            if declares(declaration, name) {
                self.sign_in_with_nobody(driver, caller, mode).await;
            }
        }
        self.shown(driver, caller, declaration).await;
    }

    fn registration(&mut self, declaration: &Declaration, answer: &PreparationAnswer) {
        let name = "psc_adresses";
        let declared = answer.psc.clone().unwrap_or_default();
        if declares(declaration, "psc.navigateur") && declared.redirect_uris.is_empty() {
            return self.fail(name, "« psc.navigateur » est déclaré sans adresse de retour : rendez « psc.redirect_uris » en réponse à « preparer », Pro Santé Connect les compare caractère par caractère.");
        }
        let addresses = declared
            .redirect_uris
            .iter()
            .chain(&declared.post_logout_redirect_uris)
            .chain(&declared.backchannel_logout_uri);
        for address in addresses {
            if let Some(reason) = wrong_address(address) {
                return self.fail(name, format!("« {address} » {reason}."));
            }
        }
        self.pass(
            name,
            format!(
                "{} adresse(s) de retour déclarée(s) à Pro Santé Connect",
                declared.redirect_uris.len()
            ),
        );
    }

    async fn local_session<D: RawDriver + ?Sized>(&mut self, driver: &D, caller: &Caller) {
        let name = "session";
        let open = |mot_de_passe: &str| Action::OpenSession {
            compte: fictitious_account().compte,
            mot_de_passe: mot_de_passe.to_owned(),
        };
        let steps: [(Option<Action>, bool, bool, &str); 4] = [
            (
                None,
                true,
                false,
                "préparé avec des comptes, le logiciel commence sans session ouverte",
            ),
            (
                Some(open("faux")),
                false,
                false,
                "un mot de passe faux est « refuse » et n'ouvre rien",
            ),
            (
                Some(open(PASSWORD)),
                true,
                true,
                "le bon mot de passe ouvre la session du compte",
            ),
            (
                Some(Action::CloseSession {}),
                true,
                false,
                "« session.fermer » ferme la session",
            ),
        ];
        for (action, accepted, opened, expected) in steps {
            if let Some(action) = &action {
                let outcome = driver.act(caller, action, DEADLINE).await;
                let as_expected = match &outcome {
                    Ok(Outcome::Fait(_)) => accepted,
                    Ok(Outcome::Refuse { .. }) => !accepted,
                    _ => false,
                };
                if !as_expected {
                    let seen = outcome.map_or_else(
                        |error| error.to_string(),
                        |outcome| format!("a répondu {}", as_sent(&outcome)),
                    );
                    let action = action.name();
                    return self.fail(name, format!("« {action} » {seen} : {expected}."));
                }
            }
            if let Some(wrong) = session_as(driver, caller, opened, expected).await {
                return self.fail(name, wrong);
            }
        }
        self.pass(
            name,
            "fermée au départ, ouverte et fermée avec un compte local",
        );
    }

    /// Nobody listens at the addresses given: a session that opens all the same is made up.
    async fn sign_in_with_nobody<D: RawDriver + ?Sized>(
        &mut self,
        driver: &D,
        caller: &Caller,
        mode: SignInMode,
    ) {
        let name = "psc_sans_reponse";
        let action = Action::SignIn {
            mode,
            identifiant: NATIONAL_ID.to_owned(),
            moyen: Channel::Mobile,
        };
        match driver.act(caller, &action, DEADLINE).await {
            Ok(Outcome::Refuse { .. } | Outcome::Inconnu { .. }) => self.pass(
                name,
                format!("« psc.connecter » ({mode:?}) n'ouvre rien quand personne ne répond").to_lowercase(),
            ),
            Ok(Outcome::NonSupporte) => self.fail(name, format!("« psc.connecter » ({mode:?}) a répondu « non_supporte » ; la capacité est pourtant déclarée.")),
            Ok(Outcome::Fait(_)) => self.fail(name, format!("« psc.connecter » ({mode:?}) a répondu « fait » alors que personne n'écoute aux adresses données : rendez « refuse » avec les mots lus par l'utilisateur.")),
            Err(error) => self.fail(name, format!("« psc.connecter » ({mode:?}) : {error}. Bornez vos connexions : personne n'écoute aux adresses données.")),
        }
    }

    /// The questions behind the capabilities that only show something.
    async fn shown<D: RawDriver + ?Sized>(
        &mut self,
        driver: &D,
        caller: &Caller,
        declaration: &Declaration,
    ) {
        let questions = [
            ("journal.connexions", Question::SignInJournal {}),
            ("stockage", Question::Storage {}),
            ("brouillon", Question::Draft {}),
        ];
        for (name, question) in questions {
            if !declares(declaration, name) {
                continue;
            }
            match driver.observe(caller, &question).await {
                Ok(Answer::Stockage(paths)) if name == "stockage" => self.paths(&paths),
                Ok(Answer::Connexions(_)) if name == "journal.connexions" => {
                    self.pass(name, "montré");
                }
                Ok(Answer::Brouillon(_)) if name == "brouillon" => self.pass(name, "montré"),
                Ok(other) => self.fail(
                    name,
                    format!(
                        "« {} » a répondu {} ; la capacité est pourtant déclarée.",
                        question.name(),
                        as_sent(&other)
                    ),
                ),
                Err(error) => self.fail(name, format!("« {} » : {error}.", question.name())),
            }
        }
    }

    fn paths(&mut self, paths: &[String]) {
        let relative = paths.iter().find(|path| !Path::new(path).is_absolute());
        if let Some(path) = relative {
            self.fail("stockage", format!("« {path} » n'est pas un chemin absolu : le banc lit ces fichiers lui-même, sur ce poste."));
        } else if paths.is_empty() {
            self.fail("stockage", "aucun emplacement nommé : nommez au moins la base ou le dossier de données, ou ne déclarez pas « stockage ».");
        } else {
            self.pass(
                "stockage",
                format!("{} emplacement(s) nommé(s)", paths.len()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_and_have_no_fragment() {
        assert_eq!(wrong_address("http://127.0.0.1:4000/retour"), None);
        assert_eq!(wrong_address("https://lgc.test/retour?a=1"), None);
        assert_eq!(wrong_address("fr.exemple.lgc:/retour"), None);
        assert!(wrong_address("/retour").is_some());
        assert!(wrong_address("lgc://retour").is_some());
        assert!(wrong_address("https://lgc.test/#retour").is_some());
    }

    #[test]
    fn what_is_declared_must_be_usable() {
        let declaration = |name: &str| Declaration {
            contrat: "1".to_owned(),
            editeur: "E".to_owned(),
            logiciel: "L".to_owned(),
            version: "1".to_owned(),
            capacites: vec![name.to_owned()],
            actions_simultanees: false,
        };
        let checked = |name: &str, uris: &[&str]| {
            let mut inspection = Inspection::default();
            let answer = PreparationAnswer {
                psc: Some(banc_contract::PscRegistration {
                    redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(),
                    ..banc_contract::PscRegistration::default()
                }),
                ..PreparationAnswer::default()
            };
            inspection.registration(&declaration(name), &answer);
            inspection.passed()
        };
        assert!(checked("psc.navigateur", &["http://localhost/retour"]));
        assert!(!checked("psc.navigateur", &[]));
        assert!(!checked("psc.ciba", &["retour"]));
        assert!(checked("psc.ciba", &[]));
    }

    #[test]
    fn paths_are_absolute_and_some() {
        let checked = |paths: &[&str]| {
            let mut inspection = Inspection::default();
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            inspection.paths(&paths);
            inspection.passed()
        };
        assert!(checked(&["/var/lib/lgc"]));
        assert!(!checked(&["data/lgc.db"]));
        assert!(!checked(&[]));
    }
}
