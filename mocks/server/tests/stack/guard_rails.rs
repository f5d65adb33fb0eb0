//! Guard rails: other web sites, large bodies, unknown routes, production authorities.

use banc_server::{ServerError, StackConfig};
use reqwest::Method;

use crate::bench::Bench;

#[tokio::test]
async fn requests_of_other_sites_are_refused() {
    let bench = Bench::start("");
    let port = bench.stack.management_port();
    for (name, value, status) in [
        ("host", format!("localhost:{port}"), 200),
        ("host", format!("127.0.0.1:{port}"), 200),
        ("host", format!("attaquant.example:{port}"), 403),
        ("host", "localhost:1".to_owned(), 403),
        ("origin", format!("http://localhost:{port}"), 200),
        ("origin", "https://attaquant.example".to_owned(), 403),
        ("sec-fetch-site", "cross-site".to_owned(), 403),
    ] {
        let answer = bench
            .request(Method::GET, "/sante")
            .header(name, &value)
            .send()
            .await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), status, "{name}: {value}");
        if status == 403 {
            assert!(answer.text().await.unwrap().starts_with("{\"erreur\":"));
        }
    }
}

#[tokio::test]
async fn bad_requests_are_answered_and_disturb_nothing() {
    let bench = Bench::start("");
    let huge = "x".repeat(2 * 1024 * 1024);
    let answer = bench
        .request(Method::POST, "/voies")
        .header("content-type", "application/json")
        .body(huge)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 413);
    let broken = |kind: &'static str, body: &'static str| {
        bench
            .request(Method::POST, "/voies")
            .header("content-type", kind)
            .body(body)
            .send()
    };
    assert_eq!(broken("application/json", "{").await.unwrap().status(), 400);
    assert_eq!(broken("text/plain", "{}").await.unwrap().status(), 415);
    assert_eq!(bench.refused(Method::GET, "/rien", None).await.0, 404);
    assert_eq!(bench.refused(Method::DELETE, "/voies", None).await.0, 405);
    assert_eq!(bench.get("/pret").await["troubles"], serde_json::json!([]));
    assert_eq!(
        bench.get("/sante").await["avertissement"],
        "simulateur — données fictives"
    );
    bench.finish().await;
}

#[tokio::test]
async fn a_production_authority_is_refused_as_an_anchor() {
    let folder = tempfile::tempdir().unwrap();
    let anchor = folder.path().join("ancre.pem");
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = |name: &str| {
        let mut params = rcgen::CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, name);
        params.self_signed(&key).unwrap().pem()
    };
    let start = |pem: String| {
        std::fs::write(&anchor, pem).unwrap();
        Bench::try_start(&format!(
            "[pki]\nancres_clients = [{:?}]",
            anchor.display().to_string()
        ))
    };
    let refused = start(certificate("AC IGC-SANTE ELEMENTAIRE ORGANISATIONS"))
        .err()
        .unwrap();
    assert!(refused.to_string().contains("AC IGC-SANTE"), "{refused}");
    let refused = start("rien".to_owned()).err().unwrap();
    assert!(refused.to_string().contains("ancre.pem"), "{refused}");
    let bench = start(certificate("AC DE TEST DE L'EDITEUR")).unwrap();
    assert!(
        bench
            .stack
            .warnings()
            .iter()
            .any(|warning| warning.contains("authorities"))
    );
    std::fs::remove_file(&anchor).unwrap();
    let config = format!(
        "[pki]\nancres_clients = [{:?}]",
        anchor.display().to_string()
    );
    assert!(matches!(
        Bench::try_start(&config).err().unwrap(),
        ServerError::ConfigFile { .. }
    ));
}

#[tokio::test]
async fn a_configuration_file_gives_paths_relative_to_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banc.toml");
    std::fs::write(
        &path,
        "[pki]\nrepertoire = \"autorite\"\nancres_clients = [\"a.pem\"]",
    )
    .unwrap();
    let config = StackConfig::read(&path).unwrap();
    assert_eq!(config.pki.directory, folder.path().join("autorite"));
    assert_eq!(config.pki.client_anchors, [folder.path().join("a.pem")]);
    assert!(matches!(
        StackConfig::read(&folder.path().join("absent.toml")),
        Err(ServerError::ConfigFile { .. })
    ));
}
