//! Unit verification (provisional contract): OK, KO, and failures that are neither.

use banc_contract::{Action, Status};
use wiremock::ResponseTemplate;

use crate::driver::Bench;
use crate::gateway::{fault, late, verified};
use crate::identities::{ecetinsi, qualifiee, recuperee};

fn verify(usager: &str) -> Action {
    Action::VerifyIns {
        usager: usager.to_owned(),
    }
}

#[tokio::test]
async fn ok_keeps_everything_and_is_traced() {
    let bench = Bench::sound().await;
    let usager = qualifiee(&bench).await;
    let before = bench.identity(&usager).await;
    bench.gateway.script([verified("00")]);
    let message = bench.done(verify(&usager)).await.message.unwrap();
    assert!(message.contains("OK"));
    assert_eq!(bench.identity(&usager).await, before);
    let call = bench.calls().await.pop().unwrap();
    assert_eq!(
        (call.operation.as_str(), call.code.as_deref()),
        ("verification", Some("OK"))
    );
    let body = bench.gateway.bodies().await.pop().unwrap();
    assert!(body.contains("verifierInsAvecTraitsIdentite"));
    assert_eq!(crate::gateway::value(&body, "i:Cle"), "89");
    assert_eq!(crate::gateway::value(&body, "i:OID"), "1.2.250.1.213.1.4.8");
}

#[tokio::test]
async fn ko_removes_the_ins_and_goes_back_to_provisoire() {
    let bench = Bench::sound().await;
    for usager in [qualifiee(&bench).await, recuperee(&bench).await] {
        bench.gateway.script([verified("01")]);
        assert!(
            bench
                .done(verify(&usager))
                .await
                .message
                .unwrap()
                .contains("KO")
        );
        let after = bench.identity(&usager).await;
        assert_eq!(after.statut, Status::Provisoire);
        assert!(after.matricule.is_none() && after.historique_ins.is_empty());
        assert!(after.champs_verrouilles.is_empty());
        assert!(
            bench
                .worklist()
                .await
                .iter()
                .any(|item| item.usager.as_ref() == Some(&usager))
        );
        assert_eq!(
            bench.calls().await.pop().unwrap().code.as_deref(),
            Some("KO")
        );
    }
}

#[tokio::test]
async fn a_technical_failure_is_not_a_ko() {
    let bench = Bench::sound().await;
    let usager = qualifiee(&bench).await;
    let before = bench.identity(&usager).await;
    for failure in [
        fault(),
        late(verified("01")),
        ResponseTemplate::new(503),
        verified("99"),
        ResponseTemplate::new(500).set_body_string("<RESULTAT/>"),
        crate::gateway::code("01"),
    ] {
        bench.gateway.script([failure]);
        assert!(
            bench
                .refused(verify(&usager))
                .await
                .contains("Échec technique")
        );
        assert_eq!(bench.identity(&usager).await, before);
        let call = bench.calls().await.pop().unwrap();
        assert!(call.code.is_none() && call.echec.is_some());
    }
    assert!(bench.worklist().await.is_empty());
}

#[tokio::test]
async fn without_an_ins_there_is_nothing_to_verify() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    assert!(bench.refused(verify(&usager)).await.contains("pas d'INS"));
    assert!(bench.gateway.received().await.is_empty());
}
