//! The search: order and number of calls, codes, comparison, acceptance, refusals of INSi data.

use std::collections::BTreeMap;

use banc_contract::action::{SearchMode, VitaleCard};
use banc_contract::{Action, Attribute, Status};

use crate::certificates;
use crate::driver::{Bench, decide, justify, search, search_with};
use crate::gateway::{ECETINSI, Returned, code, found, value};
use crate::identities::{ecetinsi, qualifiee, typed};

#[tokio::test]
async fn first_names_go_one_by_one_and_stop_at_the_first_identity() {
    let bench = Bench::sound().await;
    let usager = bench
        .create(typed("TCHITCHI", "OLA", Some("OLA CATARINA BELLA")))
        .await;
    bench.gateway.script([code("01"), found(&ECETINSI)]);
    let done = bench.done(search(&usager)).await;
    assert!(done.comparaison.is_some());
    assert_eq!(bench.gateway.values("i:Prenom").await, ["OLA", "CATARINA"]);
    assert_eq!(bench.codes().await, ["01", "00"]);
}

#[tokio::test]
async fn nobody_is_found_after_every_first_name_and_all_joined() {
    let bench = Bench::sound().await;
    let usager = bench
        .create(typed("HOUILLES", "PIERRE", Some("PIERRE PAUL JACQUES")))
        .await;
    let before = bench.identity(&usager).await;
    bench.gateway.script([code("01")]);
    let done = bench.done(search(&usager)).await;
    assert!(done.comparaison.is_none() && done.message.unwrap().contains("n'a pas été trouvé"));
    assert_eq!(
        bench.gateway.values("i:Prenom").await,
        ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"]
    );
    assert_eq!(bench.codes().await, ["01"; 4]);
    assert_eq!(bench.identity(&usager).await, before);
    let ids = bench.gateway.values("wsa:MessageID").await;
    assert_eq!(
        ids.iter().collect::<std::collections::BTreeSet<_>>().len(),
        4
    );
}

#[tokio::test]
async fn a_code_02_waits_for_the_user() {
    let bench = Bench::sound().await;
    let usager = bench.create(typed("DE VINCI", "LEONARDO", None)).await;
    bench
        .gateway
        .script([code("02"), code("02"), found(&ECETINSI)]);
    let done = bench.done(search(&usager)).await;
    assert!(done.comparaison.is_none() && done.message.unwrap().contains("plusieurs"));
    assert_eq!(bench.gateway.received().await.len(), 1);
    bench
        .done(search_with(&usager, SearchMode::Traits, true, false))
        .await;
    let third = bench
        .done(search_with(&usager, SearchMode::Traits, true, true))
        .await;
    assert!(third.comparaison.is_some());
    assert_eq!(
        bench.gateway.values("i:LieuNaissance").await,
        ["", "", "63220"]
    );
    assert_eq!(bench.codes().await, ["02", "02", "00"]);
    assert_eq!(bench.identity(&usager).await.statut, Status::Provisoire);
}

#[tokio::test]
async fn all_first_names_are_joined_on_demand_in_one_call() {
    let bench = Bench::sound().await;
    let usager = bench
        .create(typed("TCHITCHI", "OLA", Some("OLA BELLA")))
        .await;
    bench.gateway.script([code("02")]);
    bench
        .done(search_with(&usager, SearchMode::Traits, true, false))
        .await;
    assert_eq!(bench.gateway.values("i:Prenom").await, ["OLA BELLA"]);
}

#[tokio::test]
async fn accepting_fills_the_record_and_refusing_leaves_it() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    let before = bench.identity(&usager).await;
    bench.gateway.script([found(&ECETINSI)]);
    let comparison = bench.done(search(&usager)).await.comparaison.unwrap();
    assert_eq!(comparison.differences, ["prenoms_naissance"]);
    assert!(comparison.alertes.is_empty());
    assert_eq!(
        bench.identity(&usager).await,
        before,
        "nothing changes before acceptance"
    );
    bench.done(decide(&usager, false)).await;
    assert_eq!(bench.identity(&usager).await, before);
    assert!(
        bench
            .refused(decide(&usager, true))
            .await
            .contains("Aucune identité")
    );

    bench.done(search(&usager)).await;
    bench.done(decide(&usager, true)).await;
    let after = bench.identity(&usager).await;
    assert_eq!(after.statut, Status::Recuperee);
    assert_eq!(
        after.traits.prenoms_naissance.as_deref(),
        Some("PIERRE-ALAIN MURIEL FLORIANT")
    );
    assert_eq!(after.traits.premier_prenom.as_deref(), Some("PIERRE-ALAIN"));
    assert_eq!(after.matricule.unwrap().numero, "109076322083489");
    assert_eq!(after.historique_ins[0].numero, "209076322083439");
    assert!(after.champs_verrouilles.contains(&"oid".to_owned()));
    let traced = bench.calls().await.pop().unwrap();
    assert_eq!(traced.mode.as_deref(), Some("traits"));
    assert_eq!(
        traced.authentification.as_deref(),
        Some("certificat_logiciel")
    );
    assert_eq!(traced.historique_ins.len(), 1);
}

#[tokio::test]
async fn both_paths_lead_to_qualifiee_and_the_history_tells_them() {
    let bench = Bench::sound().await;
    let first = qualifiee(&bench).await;
    let second = bench.create(ecetinsi()).await;
    bench.done(justify(&second, "carte_identite")).await;
    bench.done(search(&second)).await;
    bench.done(decide(&second, true)).await;
    for (usager, middle) in [(first, Status::Recuperee), (second, Status::Validee)] {
        assert_eq!(bench.identity(&usager).await.statut, Status::Qualifiee);
        let reached: Vec<Status> = bench
            .history(&usager)
            .await
            .into_iter()
            .inspect(|event| assert!(!event.utilisateur.is_empty() && !event.instant.is_empty()))
            .filter_map(|event| event.statut_apres)
            .collect();
        assert_eq!(reached, [Status::Provisoire, middle, Status::Qualifiee]);
    }
}

#[tokio::test]
async fn unusable_data_are_refused_and_traced() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    let before = bench.identity(&usager).await;
    for (bad, word) in [
        (
            Returned {
                date: "1950-00-00",
                ..ECETINSI
            },
            "date",
        ),
        (
            Returned {
                date: "1950-07-00",
                ..ECETINSI
            },
            "date",
        ),
        (
            Returned {
                name: "",
                ..ECETINSI
            },
            "nom de naissance",
        ),
        (
            Returned {
                first_names: "",
                ..ECETINSI
            },
            "prénoms",
        ),
        (
            Returned {
                sex: "",
                ..ECETINSI
            },
            "sexe",
        ),
        (
            Returned {
                key: "88",
                ..ECETINSI
            },
            "clé",
        ),
    ] {
        bench.gateway.script([found(&bad)]);
        let message = bench.refused(search(&usager)).await;
        assert!(message.contains(word), "{message}");
        assert!(
            bench
                .refused(decide(&usager, true))
                .await
                .contains("Aucune identité")
        );
    }
    assert_eq!(bench.identity(&usager).await, before);
    assert_eq!(bench.codes().await, ["00"; 6]);
}

#[tokio::test]
async fn a_first_name_that_does_not_begin_the_list_raises_an_alert() {
    let bench = Bench::sound().await;
    let usager = bench.create(typed("ECETINSI", "MURIEL", None)).await;
    bench.gateway.script([found(&ECETINSI)]);
    let done = bench.done(search(&usager)).await;
    assert_eq!(done.comparaison.unwrap().alertes.len(), 1);
    assert!(done.message.unwrap().contains("MURIEL"));
}

#[tokio::test]
async fn a_doubted_identity_never_reaches_insi() {
    let bench = Bench::sound().await;
    for attribut in [Attribute::Douteux, Attribute::Fictif] {
        let usager = bench.create(ecetinsi()).await;
        bench
            .done(Action::AttributePatient {
                usager: usager.clone(),
                attribut,
                present: true,
            })
            .await;
        assert!(bench.refused(search(&usager)).await.contains("bloqué"));
    }
    assert!(bench.gateway.received().await.is_empty());
    // Positive control: the same gateway sees the call of an identity that is not doubted.
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    assert_eq!(bench.gateway.received().await.len(), 1);
}

#[tokio::test]
async fn a_change_made_during_the_comparison_voids_it() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([found(&ECETINSI)]);
    bench.done(search(&usager)).await;
    bench
        .done(Action::AttributePatient {
            usager: usager.clone(),
            attribut: Attribute::Douteux,
            present: true,
        })
        .await;
    assert!(
        bench
            .refused(decide(&usager, true))
            .await
            .contains("modifié")
    );
    assert!(bench.identity(&usager).await.matricule.is_none());
}

#[tokio::test]
async fn the_card_search_fills_the_coverage_from_the_card() {
    let bench = Bench::sound().await;
    let usager = bench.create(ecetinsi()).await;
    let by_card = search_with(&usager, SearchMode::CarteVitale, false, false);
    assert!(
        bench
            .refused(by_card.clone())
            .await
            .contains("aucune carte")
    );
    bench.done(Action::PresentCard { carte: vitale() }).await;
    bench.gateway.script([found(&ECETINSI)]);
    assert!(bench.done(by_card).await.comparaison.is_some());
    let body = bench.gateway.bodies().await.pop().unwrap();
    assert!(body.contains("rechercherInsAvecCarteVitale") && body.contains("RECVITALE"));
    assert_eq!(value(&value(&body, "b:ASSURE"), "b:Num"), "2770763220829");
    assert_eq!(value(&body, "b:Rang"), "1");
    assert_eq!(bench.calls().await[0].mode.as_deref(), Some("carte_vitale"));
}

pub(crate) fn vitale() -> VitaleCard {
    VitaleCard {
        serie: "0001".to_owned(),
        nir_ouvrant_droit: "2770763220829".to_owned(),
        nir_beneficiaire: Some("1100863220830".to_owned()),
        nom_naissance: "NESSI".to_owned(),
        date_naissance: "2010-08-07".to_owned(),
        rang: "1".to_owned(),
    }
}

#[tokio::test]
async fn the_card_of_the_professional_signs_when_there_is_no_software_certificate() {
    let certificates = BTreeMap::from([("cps_signature".to_owned(), certificates::card())]);
    let bench = Bench::with(&[], certificates).await;
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    let body = bench.gateway.bodies().await.pop().unwrap();
    assert!(body.contains("NameQualifier=\"CPS\""));
    assert_eq!(value(&body, "l:Emetteur"), "899700000007");
    assert!(!value(&body, "ds:SignatureValue").is_empty());
    assert_eq!(
        bench.calls().await[0].authentification.as_deref(),
        Some("cpx")
    );
}
