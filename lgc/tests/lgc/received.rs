//! Identities that arrive from another identification domain.

use banc_contract::action::ReceivedIdentity;
use banc_contract::{Action, Identity, Status};

use crate::driver::{Bench, justify};
use crate::gateway::{fault, verified};
use crate::identities::{ecetinsi, recuperee};

pub(crate) fn receive(contrat_de_confiance: bool) -> Action {
    Action::ReceiveIdentity {
        identite: ReceivedIdentity {
            domaine: "CH de Test".to_owned(),
            statut: Status::Qualifiee,
            traits: ecetinsi(),
            matricule: "109076322083489".to_owned(),
            oid: "1.2.250.1.213.1.4.8".to_owned(),
            contrat_de_confiance,
        },
    }
}

async fn arrived(bench: &Bench, action: Action) -> Identity {
    let usager = bench.done(action).await.usager.unwrap();
    bench.identity(&usager).await
}

#[tokio::test]
async fn what_others_qualified_is_recuperee_here_and_is_verified_once() {
    let bench = Bench::sound().await;
    bench.gateway.script([verified("00")]);
    let identity = arrived(&bench, receive(false)).await;
    assert_eq!(identity.statut, Status::Recuperee);
    assert_eq!(identity.matricule.unwrap().oid, "1.2.250.1.213.1.4.8");
    assert_eq!(bench.calls().await[0].utilisateur, "automate");
    let again = arrived(&bench, receive(false)).await;
    assert_eq!(again.usager, identity.usager);
    assert_eq!(
        bench.gateway.received().await.len(),
        1,
        "already récupérée here: no second call"
    );
}

#[tokio::test]
async fn a_trust_agreement_keeps_qualifiee() {
    let bench = Bench::sound().await;
    bench.gateway.script([verified("00")]);
    assert_eq!(
        arrived(&bench, receive(true)).await.statut,
        Status::Qualifiee
    );
    assert_eq!(bench.gateway.received().await.len(), 1);
}

#[tokio::test]
async fn a_ko_creates_without_ins_and_alerts() {
    let bench = Bench::sound().await;
    bench.gateway.script([verified("01")]);
    for trusted in [false, true] {
        let identity = arrived(&bench, receive(trusted)).await;
        assert_eq!(identity.statut, Status::Provisoire);
        assert!(identity.matricule.is_none());
    }
    assert!(!bench.worklist().await.is_empty());
}

#[tokio::test]
async fn a_ko_leaves_an_existing_record_alone() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    bench.done(justify(&usager, "passeport")).await;
    let before = bench.identity(&usager).await;
    bench.gateway.script([verified("01")]);
    assert_eq!(arrived(&bench, receive(false)).await, before);
    assert_eq!(
        bench.worklist().await[0].usager.as_deref(),
        Some(usager.as_str())
    );
}

#[tokio::test]
async fn a_technical_failure_creates_nothing() {
    let bench = Bench::sound().await;
    bench.gateway.script([fault()]);
    assert!(
        bench
            .refused(receive(false))
            .await
            .contains("Échec technique")
    );
    let patients = bench.ask(banc_contract::Question::Patients {}).await;
    assert_eq!(patients, banc_contract::Answer::Patients(Vec::new()));
    assert_eq!(bench.worklist().await.len(), 1);
}

#[tokio::test]
async fn an_identity_already_recuperee_here_makes_no_call() {
    let bench = Bench::sound().await;
    let usager = recuperee(&bench).await;
    let before = bench.gateway.received().await.len();
    assert_eq!(arrived(&bench, receive(false)).await.usager, usager);
    assert_eq!(bench.gateway.received().await.len(), before);
}
