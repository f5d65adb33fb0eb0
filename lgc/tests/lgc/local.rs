//! What needs no teleservice: creation, search, locks, attributes, rights, traces, page.

use banc_contract::action::{Right, SearchCriteria};
use banc_contract::{Action, Attribute, Status, Traits};

use crate::driver::{Bench, justify, modify, search};
use crate::identities::{ecetinsi, qualifiee, recuperee, typed};

fn named(name: &str) -> Traits {
    Traits {
        nom_naissance: Some(name.to_owned()),
        ..Traits::default()
    }
}

async fn find(bench: &Bench, criteres: SearchCriteria) -> Vec<String> {
    bench
        .done(Action::FindPatients { criteres })
        .await
        .usagers
        .unwrap()
}

#[tokio::test]
async fn creation_stores_upper_case_and_refuses_what_is_missing() {
    let bench = Bench::sound().await;
    let usager = bench.create(typed("d’Æion", "Cœur", None)).await;
    let identity = bench.identity(&usager).await;
    assert_eq!(identity.traits.nom_naissance.as_deref(), Some("D'AEION"));
    assert_eq!(identity.traits.prenoms_naissance.as_deref(), Some("COEUR"));
    assert_eq!(
        (identity.statut, identity.matricule),
        (Status::Provisoire, None)
    );
    for (name, label) in [
        ("nom_naissance", "nom de naissance"),
        ("premier_prenom", "premier prénom"),
        ("date_naissance", "date de naissance"),
        ("sexe", "sexe"),
        ("lieu_naissance", "lieu de naissance"),
    ] {
        let mut traits = serde_json::to_value(ecetinsi()).unwrap();
        traits.as_object_mut().unwrap().remove(name);
        let traits = serde_json::from_value(traits).unwrap();
        let message = bench.refused(Action::CreatePatient { traits }).await;
        assert!(message.contains(label), "{message}");
    }
    for (field, value) in [
        ("date_naissance", "1980-01-32"),
        ("date_naissance", "1980-13-01"),
        ("nom_naissance", "DUP0NT"),
    ] {
        let mut traits = serde_json::to_value(ecetinsi()).unwrap();
        traits[field] = value.into();
        let traits = serde_json::from_value(traits).unwrap();
        bench.refused(Action::CreatePatient { traits }).await;
    }
}

#[tokio::test]
async fn the_local_search_ignores_signs_and_knows_used_names() {
    let bench = Bench::sound().await;
    let mut traits = typed("D'ARC-LEROY", "JEANNE", Some("JEANNE ÉLÉONORE"));
    traits.nom_utilise = Some("Çelik".to_owned());
    traits.prenom_utilise = Some("Nina".to_owned());
    let usager = bench.create(traits).await;
    let date = Some("2009-07-14".to_owned());
    assert_eq!(
        find(
            &bench,
            SearchCriteria {
                date_naissance: date.clone(),
                ..Default::default()
            }
        )
        .await,
        std::slice::from_ref(&usager)
    );
    for start in ["darc leroy", "D’ARC", "d'arc--l", "DÀRC", "celik", "ÇEL"] {
        let criteres = SearchCriteria {
            date_naissance: date.clone(),
            debut_nom: Some(start.to_owned()),
            ..Default::default()
        };
        assert_eq!(
            find(&bench, criteres).await,
            std::slice::from_ref(&usager),
            "{start}"
        );
    }
    for start in ["jean", "élé", "NIN"] {
        let criteres = SearchCriteria {
            debut_prenom: Some(start.to_owned()),
            ..Default::default()
        };
        assert_eq!(
            find(&bench, criteres).await,
            std::slice::from_ref(&usager),
            "{start}"
        );
    }
    for start in ["arc", "zz", "-"] {
        let criteres = SearchCriteria {
            debut_nom: Some(start.to_owned()),
            ..Default::default()
        };
        assert!(find(&bench, criteres).await.is_empty(), "{start}");
    }
    bench
        .refused(Action::FindPatients {
            criteres: SearchCriteria::default(),
        })
        .await;
}

#[tokio::test]
async fn a_search_by_matricule_needs_a_right_key() {
    let bench = Bench::sound().await;
    let usager = recuperee(&bench).await;
    let by = |matricule: &str| SearchCriteria {
        matricule: Some(matricule.to_owned()),
        ..Default::default()
    };
    assert_eq!(find(&bench, by("109076322083489")).await, [usager]);
    for (wrong, word) in [("109076322083488", "clé"), ("1090763220834", "quinze")] {
        assert!(
            bench
                .refused(Action::FindPatients {
                    criteres: by(wrong)
                })
                .await
                .contains(word)
        );
    }
}

#[tokio::test]
async fn strict_traits_are_locked_and_used_names_are_not() {
    let bench = Bench::sound().await;
    let usager = qualifiee(&bench).await;
    let locked = bench.identity(&usager).await.champs_verrouilles;
    for field in [
        "matricule",
        "oid",
        "nom_naissance",
        "prenoms_naissance",
        "date_naissance",
        "sexe",
        "lieu_naissance",
    ] {
        assert!(locked.contains(&field.to_owned()), "{field}");
    }
    assert!(
        bench
            .refused(modify(&usager, named("AUTRE")))
            .await
            .contains("verrouillés")
    );
    let used = Traits {
        nom_utilise: Some("Autre".to_owned()),
        ..Traits::default()
    };
    bench.done(modify(&usager, used)).await;
    let after = bench.identity(&usager).await;
    assert_eq!(after.traits.nom_utilise.as_deref(), Some("AUTRE"));
    assert_eq!(
        (after.statut, after.matricule.is_some()),
        (Status::Qualifiee, true)
    );
}

#[tokio::test]
async fn a_super_user_changes_a_strict_trait_at_the_price_of_the_ins() {
    let bench = Bench::sound().await;
    let rights = [Right::AppelerInsi, Right::VoirIns, Right::SuperUtilisateur];
    for (usager, expected) in [
        (recuperee(&bench).await, Status::Provisoire),
        (qualifiee(&bench).await, Status::Validee),
    ] {
        bench.become_user("superviseur", &rights).await;
        assert!(bench.identity(&usager).await.champs_verrouilles.is_empty());
        bench.done(modify(&usager, named("AUTRE"))).await;
        let after = bench.identity(&usager).await;
        assert_eq!((after.statut, after.matricule), (expected, None));
        let last = bench
            .history(&usager)
            .await
            .into_iter()
            .rfind(|event| event.nature == "modification")
            .unwrap();
        assert_eq!(last.utilisateur, "superviseur");
        assert_eq!(last.champs, ["nom_naissance", "matricule", "oid"]);
        assert_eq!(last.statut_apres, Some(expected));
    }
}

#[tokio::test]
async fn doubt_brings_back_to_provisoire_without_ins() {
    let bench = Bench::sound().await;
    for attribut in [Attribute::Douteux, Attribute::Fictif] {
        let validee = bench.create(ecetinsi()).await;
        bench.done(justify(&validee, "passeport")).await;
        for usager in [qualifiee(&bench).await, recuperee(&bench).await, validee] {
            bench
                .done(Action::AttributePatient {
                    usager: usager.clone(),
                    attribut,
                    present: true,
                })
                .await;
            let after = bench.identity(&usager).await;
            assert_eq!((after.statut, after.matricule), (Status::Provisoire, None));
            assert_eq!(after.attributs, [attribut]);
            bench.refused(justify(&usager, "passeport")).await;
        }
    }
}

#[tokio::test]
async fn only_high_trust_proofs_validate() {
    let bench = Bench::sound().await;
    for (proof, expected) in [
        ("permis_conduire", Status::Provisoire),
        ("carte_vitale", Status::Provisoire),
        ("passeport", Status::Validee),
        ("titre_sejour", Status::Validee),
    ] {
        let usager = bench.create(ecetinsi()).await;
        bench.done(justify(&usager, proof)).await;
        let after = bench.identity(&usager).await;
        assert_eq!(
            (after.statut, after.justificatif.as_deref()),
            (expected, Some(proof))
        );
    }
    let usager = bench.create(ecetinsi()).await;
    assert!(
        bench
            .refused(justify(&usager, "abonnement"))
            .await
            .contains("inconnu")
    );
}

#[tokio::test]
async fn rights_are_kept_and_accesses_traced() {
    let bench = Bench::sound().await;
    let usager = recuperee(&bench).await;
    let calls = bench.gateway.received().await.len();
    bench.become_user("secretaire", &[]).await;
    assert!(
        bench
            .refused(search(&usager))
            .await
            .contains("n'a pas le droit")
    );
    assert_eq!(bench.gateway.received().await.len(), calls);
    bench
        .done(Action::OpenPatient {
            usager: usager.clone(),
        })
        .await;
    let shown = bench.identity(&usager).await;
    assert!(shown.matricule.is_none() && shown.historique_ins.is_empty());
    assert!(
        bench
            .calls()
            .await
            .iter()
            .all(|call| call.matricule.is_none())
    );
    bench.become_user("stagiaire", &[Right::AppelerInsi]).await;
    let comparison = bench.done(search(&usager)).await.comparaison.unwrap();
    assert!(comparison.matricule.numero.is_empty());
    bench.become_user("docteur", &[Right::VoirIns]).await;
    bench
        .done(Action::OpenPatient {
            usager: usager.clone(),
        })
        .await;
    let seen: Vec<(String, usize)> = bench
        .history(&usager)
        .await
        .into_iter()
        .filter(|event| event.nature == "consultation")
        .map(|event| (event.utilisateur, event.champs.len()))
        .collect();
    assert!(seen.contains(&("secretaire".to_owned(), 0)), "{seen:?}");
    assert!(seen.contains(&("docteur".to_owned(), 2)), "{seen:?}");
    assert!(!seen.contains(&("secretaire".to_owned(), 2)), "{seen:?}");
}

#[tokio::test]
async fn the_page_shows_statuses_escaped_and_no_ins() {
    let bench = Bench::sound().await;
    recuperee(&bench).await;
    bench.become_user("<b>Dr</b>", &[]).await;
    let page = bench.page("/cabinet?scenario=INS-00").await;
    for expected in [
        "ECETINSI",
        "récupérée",
        "orange",
        "données fictives",
        "&lt;b&gt;Dr",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    assert!(!page.contains("1090763220834") && !page.contains("<b>Dr"));
}

#[tokio::test]
async fn practices_of_two_scenarios_do_not_mix_and_a_new_preparation_is_fresh() {
    let bench = Bench::sound().await;
    bench.create(ecetinsi()).await;
    let mut other = bench.preparation(crate::driver::software_certificates());
    other.maintenant = Some("2031-01-01T00:00:00Z".to_owned());
    let (_, answer) = bench.post("/preparer", &serde_json::json!(other)).await;
    assert_eq!(answer["horloge_deplacee"], true);
    let patients = bench.ask(banc_contract::Question::Patients {}).await;
    assert_eq!(patients, banc_contract::Answer::Patients(Vec::new()));
    let usager = bench.create(ecetinsi()).await;
    assert!(
        bench.history(&usager).await[0]
            .instant
            .starts_with("2031-01-01")
    );
}
