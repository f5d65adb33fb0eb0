//! Search parameters of structures, situations, equipment and activities, against what the typed
//! directory says.

use banc_annuaire::Dataset;
use banc_annuaire::dataset::{Nature, Structure};

use super::bench::{directory, get, walk};

#[test]
fn structures_by_each_parameter() {
    let all = directory();
    let dataset = Dataset::embedded();
    let one = dataset
        .structures()
        .iter()
        .find(|one| one.licence.is_some() && one.active)
        .unwrap();
    let reference = vec![format!("Organization/{}", one.id)];
    let finds = |query: String| walk(&all, &get(&format!("Organization?{query}"))).0;
    assert_eq!(finds(format!("identifier={}", one.idnst)), reference);
    assert_eq!(
        finds(format!("identifier={}", one.finess.as_ref().unwrap())),
        reference
    );
    assert_eq!(
        finds(format!(
            "name:exact={}",
            one.raison_sociale.replace(' ', "%20")
        )),
        reference
    );
    assert_eq!(
        finds(format!(
            "pharmacy-licence={}",
            one.licence.as_ref().unwrap().replace('#', "%23")
        )),
        reference
    );
    assert!(finds(format!("name={}", "pharmacie%20fictive")).contains(&reference[0]));
    for (query, wanted) in [
        ("address-postalcode=75", "75"),
        ("address-postalcode=75009&address-city=paris", "75"),
        ("address=75009", "75"),
    ] {
        let found = finds(query.to_owned());
        let expected: Vec<_> = dataset
            .structures()
            .iter()
            .filter(|one| one.active && one.code_postal.starts_with(wanted))
            .map(|one| format!("Organization/{}", one.id))
            .collect();
        assert_eq!(found, expected, "{query}");
    }
    let line = &one.voie.line().replace(' ', "%20");
    assert!(finds(format!("address-line={line}")).contains(&reference[0]));
    let legal = one.entite_juridique.as_ref().unwrap();
    assert_eq!(finds(format!("partof={legal}")), reference);
    assert_eq!(finds(format!("partof=Organization/{legal}")), reference);
}

#[test]
fn structures_by_type_identifier_and_mailbox() {
    let all = directory();
    let dataset = Dataset::embedded();
    let finds = |query: String| walk(&all, &get(&format!("Organization?{query}"))).0;
    let count = |wanted: &dyn Fn(&Structure) -> bool| {
        dataset
            .structures()
            .iter()
            .filter(|one| one.active && wanted(one))
            .count()
    };
    assert_eq!(
        finds("type=LEGAL-ENTITY".into()).len(),
        count(&|one| one.nature == Nature::Juridique)
    );
    let sector = "https%3A%2F%2Fmos.esante.gouv.fr%2FNOS%2FTRE_R02-SecteurActivite%2FFHIR%2FTRE-R02-SecteurActivite%7C";
    assert_eq!(
        finds(format!("type={sector}SA33")).len(),
        count(&|one| one.secteur == "SA33")
    );
    assert_eq!(
        finds("identifier-type=FINEG&active=true".into()).len(),
        count(&|one| { one.nature == Nature::Geographique })
    );
    assert_eq!(
        finds("mailbox-mss:contains=%40".into()).len(),
        count(&|one| one.mailboxes.iter().any(|mailbox| !mailbox.red_list))
    );
    assert_eq!(
        finds("data-information-system=FINESS".into()).len(),
        count(&|one| one.finess.is_some())
    );
}

#[test]
fn situations_equipment_and_activities_by_each_parameter() {
    let all = directory();
    let dataset = Dataset::embedded();
    let total = |query: &str| get(query).to(&all).bundle().total().unwrap();
    let kit = dataset.professional("99700427885").unwrap();
    let role = &kit.situations[0];
    let reference = vec![format!("PractitionerRole/{}", role.id)];
    for query in [
        format!("identifier={}", role.identifiant),
        format!("practitioner={}", kit.id),
        format!("practitioner=Practitioner/{}", kit.id),
        format!("organization={}", role.structure),
        format!("practitioner.family={}", kit.nom),
        "organization.name=cabinet%20m%20doc0042788".to_owned(),
    ] {
        let found = get(&format!("PractitionerRole?{query}")).to(&all).matched();
        assert_eq!(found, reference, "{query}");
    }
    assert!(total("PractitionerRole?role=GENR03") > 0);
    assert!(total("PractitionerRole?role=L&role=GENR01") > total("PractitionerRole?role=FON-02"));
    assert!(total("PractitionerRole?mailbox-mss:contains=@medecin") > 10);
    assert!(total("PractitionerRole?data-registration-authority=CNOM%2FCNOM%2FCNOM") > 100);
    let device = &dataset.equipment()[0];
    for query in [
        format!("identifier={}", device.arhgos),
        format!("model:exact={}", device.modele.replace(' ', "%20")),
        format!("organization={}&manufacturer=marque", device.structure),
        format!(
            "_id={}&type=05602&status=active&data-information-system=FINESS",
            device.id
        ),
    ] {
        let found = get(&format!("Device?{query}")).to(&all).matched();
        assert_eq!(found, vec![format!("Device/{}", device.id)], "{query}");
    }
    assert!(total("Device?status=inactive") > 0);
    let profile = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-dp-healthcareservice-social-equipment";
    let social = total(&format!("HealthcareService?_profile={profile}"));
    assert!(social > 0);
    assert_eq!(total("HealthcareService?service-type=508"), social);
    assert!(total("HealthcareService?characteristic=07&service-category=09&active=true") > 0);
    let activity = dataset
        .activities()
        .iter()
        .find(|one| one.arhgos.is_some())
        .unwrap();
    let query = format!(
        "HealthcareService?identifier={}&organization={}",
        activity.arhgos.as_ref().unwrap(),
        activity.structure
    );
    assert_eq!(
        get(&query).to(&all).matched(),
        [format!("HealthcareService/{}", activity.id)]
    );
}
