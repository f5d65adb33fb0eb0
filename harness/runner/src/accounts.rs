//! Who the practice is made of: the local accounts of test, the Pro Santé Connect clients given to
//! the software, and what the software declares there in return.

use banc_contract::{LocalAccount, PreparationAnswer, PscClient};
use banc_psc::{PscConfig, Registration};
use banc_server::LaneHandle;

/// Password of every account of test.
pub(crate) const PASSWORD: &str = "mot-de-passe-de-test";

/// The account whose RPPS number is known.
pub(crate) const KNOWN: &str = "dr.kit";
/// The account of a namesake, without RPPS number.
pub(crate) const WITHOUT_RPPS: &str = "dr.sans.rpps";
/// The account of somebody who has no RPPS number.
pub(crate) const SECRETARY: &str = "secretaire";

/// National identifier of the professional of the account [`KNOWN`].
/// Source: test card seen in ANS repositories.
pub(crate) const KNOWN_ID: &str = "899700427885";
/// National identifier of the namesake: made up, with a right key.
pub(crate) const NAMESAKE_ID: &str = "899900004229";

/// The clients registered in the embedded configuration of the simulated Pro Santé Connect.
const CLIENT: &str = "banc-lgc";
const CLIENT_MTLS: &str = "banc-lgc-mtls";

/// The local accounts that the software holds at the start of a scenario of sign-in.
pub(crate) fn local() -> Vec<LocalAccount> {
    let account = |compte: &str, prenom: &str, nom: &str, rpps: Option<&str>| LocalAccount {
        compte: compte.to_owned(),
        mot_de_passe: PASSWORD.to_owned(),
        nom: nom.to_owned(),
        prenom: prenom.to_owned(),
        rpps: rpps.map(str::to_owned),
    };
    vec![
        account(KNOWN, "KIT", "DOC0042788", Some("99700427885")),
        account(WITHOUT_RPPS, "DOMINIQUE", "DOC0042788", None),
        account(SECRETARY, "SACHA", "ACCUEIL", None),
    ]
}

/// What the software is for Pro Santé Connect, for its authorization server and for the proxy; its
/// secret is that of the configuration.
pub(crate) fn psc_client(config: &PscConfig) -> PscClient {
    let client = config.clients.get(CLIENT);
    let secret = client.and_then(|client| client.secret.as_ref());
    PscClient {
        client_id: CLIENT.to_owned(),
        client_secret: secret.map_or("", |secret| secret.reveal()).to_owned(),
        client_id_mtls: CLIENT_MTLS.to_owned(),
        client_id_api: "banc-lgc-api".to_owned(),
        client_id_proxy: "banc-lgc-proxy".to_owned(),
    }
}

/// Declares at the lane's Pro Santé Connect what the software said of itself when it was prepared.
pub(crate) fn register(lane: &LaneHandle, answer: &PreparationAnswer) -> Result<(), String> {
    let Some(declared) = &answer.psc else {
        return Ok(());
    };
    for client in [CLIENT, CLIENT_MTLS] {
        let registration = Registration {
            redirect_uris: declared.redirect_uris.clone(),
            post_logout_redirect_uris: declared.post_logout_redirect_uris.clone(),
            backchannel_logout_uri: declared.backchannel_logout_uri.clone(),
        };
        lane.psc().register(client, registration).map_err(|error| {
            format!("ce que le logiciel déclare à Pro Santé Connect ne peut pas l'être : {error}")
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_knows_its_rpps_and_a_namesake_does_not() {
        let accounts = local();
        let of = |login: &str| {
            let found = accounts.iter().find(|account| account.compte == login);
            found.cloned().unwrap()
        };
        let (known, namesake) = (of(KNOWN), of(WITHOUT_RPPS));
        assert_eq!(known.rpps.as_deref(), Some(&KNOWN_ID[1..]));
        assert_eq!((known.nom, None), (namesake.nom, namesake.rpps));
        assert_eq!(of(SECRETARY).rpps, None);
    }
}
