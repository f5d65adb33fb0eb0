//! Every shape of answer against the official schemas, by `xmllint`; the exceptions are a closed
//! list, each with its reason, that fails when one of them begins to validate.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use banc_core::service::Service as _;
use banc_core::xml::{Document, Limits};
use banc_insi::{Alteration, Reply, ScriptedAnswer};

use super::bench::{BAM, LPS, Sent, catarina, insi, search};

/// Answers that do not validate, and why that is faithful.
const EXCEPTIONS: [(&str, &str); 4] = [
    (
        "faute insi_102",
        "severite=\"fatal\" is outside the enumeration: a defect of the real service, seen in a client",
    ),
    ("faute insi_102 2021", "the same, in the older shape"),
    (
        "sexe vide",
        "blanked on purpose by a scenario (INS-12): the pattern wants one letter",
    ),
    (
        "date vide",
        "blanked on purpose by a scenario: the pattern wants AAAA-MM-JJ",
    ),
];

const RESULTAT: &str = "xsd/ServiceIdentiteCertifiee/INSi_RESULTAT_INS.xsd";
const ERREUR: &str = "xsd/schema_faultSOAP_V01_01.xsd";

/// The first element of this local name as a document of its own, with the declarations in scope.
fn block(text: &str, local: &str) -> String {
    let document = Document::parse(text, &Limits::default()).unwrap();
    let root = document.root();
    let node = root
        .descendants()
        .find(|n| n.local_name() == local)
        .unwrap();
    let span = node.span();
    let own = &text[span];
    // Answers declare each namespace on the element that uses it, or on a variation's own root.
    own.to_owned()
}

struct Validator {
    xmllint: PathBuf,
    folder: PathBuf,
}

impl Validator {
    fn valid(&self, schema: &str, text: &str) -> Result<(), String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let output = Command::new(&self.xmllint)
            .args(["--noout", "--nonet", "--schema"])
            .arg(self.folder.join(schema))
            .arg(file.path())
            .output()
            .unwrap();
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

/// Answers to validate, by name: schema and block.
type Answers = BTreeMap<String, (&'static str, String)>;

fn keep(all: &mut Answers, name: &str, text: &str) {
    all.insert(name.to_owned(), (RESULTAT, block(text, "RESULTAT")));
}

fn answers() -> Answers {
    let mut all = Answers::new();
    identities(&mut all);
    variations(&mut all);
    scripted(&mut all);
    faults(&mut all);
    all
}

fn identities(all: &mut Answers) {
    let insi = insi();
    for identity in &banc_fixtures::identities().all {
        let first = identity.prenoms.split(' ').next().unwrap();
        let lieu = identity.lieu_naissance.as_deref().unwrap_or_default();
        let (nom, date) = (&identity.nom_naissance, &identity.date_naissance);
        let received = search(nom, first, &identity.sexe, date, lieu).to(&insi);
        if received.answer.status == 200 {
            keep(all, &format!("identite {}", identity.id), received.text());
        }
    }
}

fn variations(all: &mut Answers) {
    let insi = insi();
    for variation in insi.variations() {
        let sent = search("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14", "63220");
        let received = sent.vary(&[variation]).to(&insi);
        keep(all, &format!("variation {variation}"), received.text());
    }
}

fn scripted(all: &mut Answers) {
    let insi = insi();
    let mut answer = |name: &str, reply| {
        insi.script(vec![ScriptedAnswer::once(reply)]).unwrap();
        keep(all, name, catarina().to(&insi).text());
    };
    for code in ["01", "02"] {
        let (code, libelle) = (code.to_owned(), None);
        answer(&format!("code {code}"), Reply::Code { code, libelle });
    }
    let blank = || Some(String::new());
    let lunar = Some("1950-00-00".to_owned());
    let none = Alteration::default;
    for (name, alteration) in [
        (
            "nom vide",
            Alteration {
                nom_naissance: blank(),
                ..none()
            },
        ),
        (
            "prenoms vides",
            Alteration {
                prenoms: blank(),
                ..none()
            },
        ),
        (
            "sexe vide",
            Alteration {
                sexe: blank(),
                ..none()
            },
        ),
        (
            "date vide",
            Alteration {
                date_naissance: blank(),
                ..none()
            },
        ),
        (
            "date lunaire",
            Alteration {
                date_naissance: lunar,
                ..none()
            },
        ),
        (
            "sans sexe",
            Alteration {
                absents: vec!["Sexe".into()],
                ..none()
            },
        ),
    ] {
        answer(name, Reply::Alteree(alteration));
    }
}

fn faults(all: &mut Answers) {
    let insi = insi();
    for code in insi.refusals() {
        for (shape, variations) in [("", &[][..]), (" 2021", &["faute_2021"][..])] {
            let sent = Sent {
                refusal: Some(code),
                ..catarina()
            };
            let received = sent.vary(variations).to(&insi);
            let block = block(received.text(), "Erreur");
            all.insert(format!("faute {code}{shape}"), (ERREUR, block));
        }
    }
}

#[test]
fn answers_validate_except_a_closed_list() {
    let (Some(reference), Some(xmllint)) = (
        banc_fixtures::reference(),
        banc_fixtures::foreign_tool("xmllint"),
    ) else {
        return;
    };
    let validator = Validator {
        xmllint,
        folder: reference.join("insi"),
    };
    let exceptions: BTreeMap<_, _> = EXCEPTIONS.into_iter().collect();
    let (mut validated, mut excepted) = (0, 0);
    for (name, (schema, text)) in answers() {
        match (
            validator.valid(schema, &text),
            exceptions.contains_key(&*name),
        ) {
            (Ok(()), false) => validated += 1,
            (Err(_), true) => excepted += 1,
            (Ok(()), true) => panic!("{name} validates now: remove it from the exceptions"),
            (Err(error), false) => panic!("{name}: {error}\n{text}"),
        }
    }
    assert!(validated > 50, "only {validated} answers validated");
    assert_eq!(excepted, EXCEPTIONS.len(), "an exception was never met");
}

/// The requests of these tests must be such that the real service could read them.
#[test]
fn the_requests_of_the_tests_validate() {
    let (Some(reference), Some(xmllint)) = (
        banc_fixtures::reference(),
        banc_fixtures::foreign_tool("xmllint"),
    ) else {
        return;
    };
    let validator = Validator {
        xmllint,
        folder: reference.join("insi"),
    };
    let body = super::bench::body("TCHITCHI", "CATARINA", "F", "1936-06-21", "63220");
    for (schema, text) in [
        ("xsd/CTX/ROOT_ctxbam_CTXBAM_V01_02.xsd", BAM),
        ("xsd/CTX/ROOT_ctxlps_CTXLPS_V01_00.xsd", LPS),
        ("xsd/ServiceIdentiteCertifiee/INSi_RECSANS_INS.xsd", &body),
    ] {
        validator.valid(schema, text).unwrap();
    }
    assert!(Path::new(&validator.folder).join(RESULTAT).is_file());
}
