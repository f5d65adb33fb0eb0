//! The login page and the simulated phone, as a person uses them.

use banc_core::observed::psc::PscAnswer;
use banc_psc::{Approval, RequestOrigin};

use super::bench::{Bench, KIT, Received, asked, at, claims, form};

const LOGIN: &str = "/auth/connexion";

fn page(bench: &mut Bench) -> (Received, String) {
    bench.psc.set_approval(Approval::Personne);
    let shown = bench.authorize(&[]);
    assert_eq!(shown.page(), (200, "login"));
    assert_eq!(shown.seen().interactive, Some(true));
    let execution = shown.hidden("execution");
    (shown, execution)
}

fn look(bench: &mut Bench, execution: &str) -> Received {
    let target = format!("{LOGIN}?{}", form(&[("execution", execution)]));
    bench.get(&target)
}

#[test]
fn a_person_signs_in_with_a_card() {
    let mut bench = Bench::new();
    let (shown, execution) = page(&mut bench);
    assert!(
        shown.text().contains("name=\"login\"")
            && shown.text().contains(&format!("action=\"{LOGIN}\""))
    );
    let back = bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("cps", "1")],
    );
    assert_eq!(back.operation, "connexion");
    assert_eq!(back.returned("state"), "etat");
    let code = back.returned("code");
    let tokens = bench.redeem(&code).ok();
    assert_eq!(claims(&tokens["access_token"])["authMode"], "CARD");
    assert_eq!(claims(&tokens["id_token"])["nonce"], "unique");
    let again = bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("cps", "1")],
    );
    assert_eq!(again.page(), (400, "erreur"), "a page is answered once");
    assert_eq!(bench.authorize(&[]).seen().interactive, Some(false));
}

#[test]
fn a_person_signs_in_with_the_phone() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    let waiting = bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("ecps", "1")],
    );
    assert_eq!(waiting.page(), (200, "login"));
    assert!(waiting.text().contains("http-equiv=\"refresh\""));
    let pending = bench.psc.pending();
    assert_eq!(pending[0].origin, RequestOrigin::Connexion);
    let number = pending[0].binding_message.clone().unwrap();
    assert_eq!(number.len(), 2);
    assert!(waiting.text().contains(&format!(">{number}<")));
    assert_eq!(look(&mut bench, &execution).page(), (200, "login"));
    let phone = bench.get("/ecps");
    assert_eq!((phone.page(), phone.operation), ((200, "ecps"), "ecps"));
    assert!(phone.text().contains(&number));
    let key = phone.hidden("cle");
    let done = bench.post(
        "/ecps",
        &[("numero", "1"), ("cle", &key), ("approuver", "1")],
    );
    assert!(done.text().contains("Demande approuvée."));
    let back = look(&mut bench, &execution);
    assert!(!back.returned("code").is_empty());
    assert_eq!(back.seen().answer, PscAnswer::Code);
    let code = back.returned("code");
    let tokens = bench.redeem(&code).ok();
    assert_eq!(claims(&tokens["access_token"])["authMode"], "MOBILE");
}

#[test]
fn only_the_form_of_the_page_answers_a_request() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("ecps", "1")],
    );
    let key = bench.get("/ecps").hidden("cle");
    for pairs in [
        &[("numero", "1"), ("approuver", "1")][..],
        &[("numero", "1"), ("cle", "x"), ("approuver", "1")],
        &[("numero", "2"), ("cle", &key), ("approuver", "1")],
        &[("numero", "1"), ("cle", &key)],
        &[
            ("numero", "1"),
            ("cle", &key),
            ("approuver", "1"),
            ("refuser", "1"),
        ],
    ] {
        bench.post("/ecps", pairs);
        assert_eq!(bench.psc.pending().len(), 1, "{pairs:?}");
    }
    let target = format!(
        "/ecps?{}",
        form(&[("numero", "1"), ("cle", &key), ("approuver", "1")])
    );
    bench.get(&target);
    assert_eq!(bench.psc.pending().len(), 1, "a GET decides nothing");
}

#[test]
fn refusing_on_the_page_or_on_the_phone_goes_back_without_a_code() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    let back = bench.post(LOGIN, &[("execution", &execution), ("refuser", "1")]);
    assert_eq!(back.returned("error"), "access_denied");
    let (_, execution) = page(&mut bench);
    bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("ecps", "1")],
    );
    let key = bench.get("/ecps").hidden("cle");
    let number = bench.psc.pending()[0].number.to_string();
    bench.post(
        "/ecps",
        &[("numero", &number), ("cle", &key), ("refuser", "1")],
    );
    assert_eq!(
        look(&mut bench, &execution).returned("error"),
        "access_denied"
    );
    assert!(bench.psc.sessions().is_empty());
}

#[test]
fn what_cannot_sign_in_is_told_why() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    for (login, message) in [
        ("99700427885", "doit être précédé du chiffre 8"),
        ("", "Identifiant inconnu"),
        ("899900001027", "désactivé"),
    ] {
        let shown = bench.post(
            LOGIN,
            &[("execution", &execution), ("login", login), ("cps", "1")],
        );
        assert_eq!(shown.page(), (200, "login"));
        assert!(shown.text().contains(message), "{login}");
    }
    assert_eq!(look(&mut bench, "autre").page(), (400, "erreur"));
    bench.pass(31 * 60);
    assert_eq!(look(&mut bench, &execution).page(), (400, "erreur"));
}

#[test]
fn a_phone_that_nobody_answers_brings_the_form_back() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    bench.post(
        LOGIN,
        &[("execution", &execution), ("login", KIT), ("ecps", "1")],
    );
    bench.pass(121);
    let shown = look(&mut bench, &execution);
    assert!(shown.text().contains("La demande a expiré."));
    assert_eq!(shown.page(), (200, "login"));
}

#[test]
fn sending_to_the_phone_again_leaves_one_request_on_it() {
    let mut bench = Bench::new();
    let (_, execution) = page(&mut bench);
    for _ in 0..3 {
        bench.post(
            LOGIN,
            &[("execution", &execution), ("login", KIT), ("ecps", "1")],
        );
    }
    let pending = bench.psc.pending();
    assert_eq!(pending.len(), 1);
    bench.psc.decide(pending[0].number, true).unwrap();
    assert!(!look(&mut bench, &execution).returned("code").is_empty());
}

#[test]
fn the_native_page_stays_on_its_host_and_the_portal_leads_to_the_phone() {
    let mut bench = Bench::new();
    bench.psc.set_approval(Approval::Personne);
    let target = format!("{}?{}", at("/auth"), form(&asked(&[("login_hint", KIT)])));
    let shown = bench.get(&target);
    let action = "/auth/realms/esante-wallet/login-actions/authenticate";
    assert!(shown.text().contains(&format!("action=\"{action}\"")));
    assert!(
        shown.text().contains(&format!("value=\"{KIT}\"")),
        "the hint is filled in"
    );
    let execution = shown.hidden("execution");
    let back = bench.post(
        action,
        &[("execution", &execution), ("login", KIT), ("cps", "1")],
    );
    assert!(!back.returned("code").is_empty());
    assert_eq!(bench.get("/login-page").location(), "/ecps");
}
