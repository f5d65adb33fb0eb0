//! Every block of every request validates against the official schemas, judged by `xmllint`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use banc_contract::Action;
use banc_contract::action::SearchMode;
use uppsala::{Document, NodeId, Parser};

use crate::certificates;
use crate::driver::{Bench, search, search_with};
use crate::foreign::schemas;
use crate::gateway::code;
use crate::identities::ecetinsi;

/// Blocks of an envelope and their schemas.
const BLOCKS: &[(&str, &str)] = &[
    ("ContexteBAM", "CTX/ROOT_ctxbam_CTXBAM_V01_02.xsd"),
    ("ContexteLPS", "CTX/ROOT_ctxlps_CTXLPS_V01_00.xsd"),
    ("Security", "WSSE/Security.xsd"),
    (
        "RECSANSVITALE",
        "ServiceIdentiteCertifiee/INSi_RECSANS_INS.xsd",
    ),
    (
        "RECVITALE",
        "ServiceIdentiteCertifiee/INSi_RECVITALE_INS.xsd",
    ),
];

fn find(document: &Document<'_>, name: &str) -> Option<NodeId> {
    document.get_elements_by_tag_name(name).into_iter().next()
}

fn validates(text: &str, schema: &Path) -> Result<(), String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .arg(file.path())
        .output()
        .unwrap();
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// Validates every block of the envelopes received; gives how often each was judged.
fn judge(bodies: &[String], folder: &Path) -> BTreeMap<&'static str, usize> {
    let mut judged = BTreeMap::new();
    for body in bodies {
        let document = Parser::new().with_forbid_dtd(true).parse(body).unwrap();
        for (name, schema) in BLOCKS {
            let Some(block) = find(&document, name) else {
                continue;
            };
            let text = document.node_to_xml(block);
            if let Err(error) = validates(&text, &folder.join(schema)) {
                panic!("{name}: {error}\n{text}");
            }
            *judged.entry(*name).or_insert(0) += 1;
        }
    }
    judged
}

#[tokio::test]
async fn requests_validate_block_by_block() {
    let Some(folder) = schemas() else { return };
    let mut bodies = Vec::new();
    let card = BTreeMap::from([("cps_signature".to_owned(), certificates::card())]);
    for certificates in [crate::driver::software_certificates(), card] {
        let bench = Bench::with(&[], certificates).await;
        bench.gateway.script([code("01")]);
        let usager = bench.create(ecetinsi()).await;
        bench.done(search(&usager)).await;
        bench
            .done(search_with(&usager, SearchMode::Traits, true, true))
            .await;
        let mut carte = crate::search::vitale();
        bench
            .done(Action::PresentCard {
                carte: carte.clone(),
            })
            .await;
        bench
            .done(search_with(&usager, SearchMode::CarteVitale, false, false))
            .await;
        carte.nir_beneficiaire = None;
        bench.done(Action::PresentCard { carte }).await;
        bench
            .done(search_with(&usager, SearchMode::CarteVitale, false, false))
            .await;
        bodies.extend(bench.gateway.bodies().await);
    }
    let judged = judge(&bodies, &folder);
    assert_eq!(
        judged,
        BTreeMap::from([
            ("ContexteBAM", 8),
            ("ContexteLPS", 8),
            ("Security", 4),
            ("RECSANSVITALE", 4),
            ("RECVITALE", 4),
        ])
    );
}

/// The judge itself: a block made wrong is refused.
#[tokio::test]
async fn a_wrong_block_does_not_validate() {
    let Some(folder) = schemas() else { return };
    let wrong = "<b:ContexteBAM xmlns:b=\"urn:siram:bam:ctxbam\" Version=\"01_02\"><b:Id>x</b:Id></b:ContexteBAM>";
    assert!(validates(wrong, &folder.join(BLOCKS[0].1)).is_err());
}
