//! The HTTP driver against adapters that answer well, badly, late or not at all.

use std::time::Duration;

use banc_contract::{Action, Answer, Outcome, Question};
use banc_core::Clock;
use banc_engine::driver::http::{ANSWER_LIMIT, HttpDriver, HttpLimits};
use banc_engine::driver::inspection::check_driver;
use banc_engine::driver::{Caller, Driver, DriverError};
use serde_json::json;
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn caller() -> Caller {
    Caller {
        execution: "exec-1".to_owned(),
        scenario: "INS-08#2".to_owned(),
    }
}

async fn act(server: &MockServer) -> Result<Outcome, DriverError> {
    let driver = HttpDriver::new(&server.uri()).expect("the URL of the mock is valid");
    driver
        .act(&caller(), &Action::Nothing {}, Duration::from_secs(5))
        .await
}

async fn answering(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(template)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn calls_carry_the_headers_and_the_action() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/agir"))
        .and(header("Banc-Execution", "exec-1"))
        .and(header("Banc-Scenario", "INS-08#2"))
        .and(body_partial_json(
            json!({"action": "banc.rien", "parametres": {}, "echeance_ms": 5000}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"issue": "non_supporte"})))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(act(&server).await.unwrap(), Outcome::NonSupporte);
}

#[tokio::test]
async fn answers_outside_the_contract_name_the_route_and_the_place() {
    let cases = [
        (json!({"issue": "peut-être"}), "at issue: expected one of"),
        (json!({"issue": "refuse"}), "at message: missing"),
        (json!({"issue": "fait", "usagers": "7"}), "at usagers"),
    ];
    for (body, expected) in cases {
        let server = answering(ResponseTemplate::new(200).set_body_json(&body)).await;
        let Err(DriverError::Garbage { call, reason }) = act(&server).await else {
            panic!("{body} was accepted");
        };
        assert_eq!(call, "POST /agir");
        assert!(reason.contains(expected), "{reason}");
    }
}

#[tokio::test]
async fn a_page_a_status_and_an_endless_answer_are_garbage() {
    let page = ResponseTemplate::new(200).set_body_string("<h1>hello</h1>");
    let status = ResponseTemplate::new(500).set_body_json(json!({"erreur": "x"}));
    let huge = ResponseTemplate::new(200).set_body_bytes(vec![b' '; ANSWER_LIMIT + 1]);
    for (template, expected) in [
        (page, "not JSON"),
        (status, "expected HTTP 200, found 500"),
        (huge, "over 8388608 bytes"),
    ] {
        let server = answering(template).await;
        let error = act(&server).await.unwrap_err();
        assert!(matches!(error, DriverError::Garbage { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_slow_adapter_times_out_and_an_absent_one_is_unreachable() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
    let server = answering(slow).await;
    let driver = HttpDriver::new(&server.uri()).unwrap();
    let error = driver
        .act(&caller(), &Action::Nothing {}, Duration::from_millis(50))
        .await
        .unwrap_err();
    assert!(
        matches!(error, DriverError::TimedOut { waited_ms: 50, .. }),
        "{error}"
    );

    // A port that was bound and released: nobody listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = HttpDriver::new(&format!("http://{address}"))
        .unwrap()
        .declare()
        .await
        .unwrap_err();
    assert!(matches!(error, DriverError::Unreachable { .. }), "{error}");
    assert!(HttpDriver::new("ftp://x").is_err());
    assert!(HttpDriver::new("not a url").is_err());
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_is_an_adapter_that_stopped() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 2048];
        let _ = stream.read(&mut buffer).await.unwrap();
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"issue\"";
        stream.write_all(head).await.unwrap();
    });
    let driver = HttpDriver::new(&format!("http://{address}")).unwrap();
    let error = driver
        .act(&caller(), &Action::Nothing {}, Duration::from_secs(5))
        .await
        .unwrap_err();
    server.await.unwrap();
    assert!(matches!(error, DriverError::Died { .. }), "{error}");
}

fn good_declaration() -> serde_json::Value {
    json!({"contrat": "1", "editeur": "E", "logiciel": "L", "version": "1.0",
           "capacites": ["patient.creer", "ins.rechercher"]})
}

/// An adapter that does everything asked by the inspection.
async fn good_adapter(declaration: serde_json::Value) -> MockServer {
    let server = MockServer::start().await;
    let json = |value| ResponseTemplate::new(200).set_body_json(value);
    Mock::given(method("GET"))
        .respond_with(json(declaration))
        .mount(&server)
        .await;
    Mock::given(path("/preparer"))
        .respond_with(json(json!({"isolement": "serie"})))
        .mount(&server)
        .await;
    for (action, outcome) in [
        ("banc.action_inconnue", json!({"issue": "non_supporte"})),
        ("banc.rien", json!({"issue": "fait"})),
        (
            "patient.ouvrir",
            json!({"issue": "inconnu", "cause": "usager"}),
        ),
        ("patient.creer", json!({"issue": "fait", "usager": "7"})),
    ] {
        Mock::given(path("/agir"))
            .and(body_partial_json(json!({"action": action})))
            .respond_with(json(outcome))
            .mount(&server)
            .await;
    }
    let identity = json!({"usager": "7", "statut": "provisoire", "traits": {
        "nom_naissance": "BANC-ESSAI", "premier_prenom": "CAMILLE",
        "date_naissance": "1980-02-29", "sexe": "F", "lieu_naissance": "63220"}});
    for (question, answer) in [
        ("banc.question_inconnue", json!({"reponse": "non_supporte"})),
        (
            "patient.identite",
            json!({"reponse": "identite", "contenu": identity}),
        ),
    ] {
        Mock::given(path("/observer"))
            .and(body_partial_json(json!({"question": question})))
            .respond_with(json(answer))
            .mount(&server)
            .await;
    }
    server
}

#[tokio::test]
async fn a_sound_adapter_passes_the_inspection_with_its_overhead_measured() {
    let server = good_adapter(good_declaration()).await;
    let driver = HttpDriver::new(&server.uri()).unwrap();
    let inspection = check_driver(&driver, &Clock::system()).await;
    assert!(inspection.passed(), "{:#?}", inspection.checks);
    assert_eq!(inspection.overhead.unwrap().1, 20);
    let names: Vec<_> = inspection
        .checks
        .iter()
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "declaration",
            "contrat",
            "capacites",
            "preparer",
            "action_inconnue",
            "question_inconnue",
            "parametres_invalides",
            "surcout",
            "patient",
            "constance"
        ]
    );
}

#[tokio::test]
async fn an_inspection_says_what_to_put_right() {
    let mut declaration = good_declaration();
    declaration["contrat"] = json!("2");
    declaration["capacites"] = json!(["ins.recherche", "patient.creer"]);
    let server = good_adapter(declaration).await;
    let driver = HttpDriver::new(&server.uri()).unwrap();
    let inspection = check_driver(&driver, &Clock::system()).await;
    let failed: Vec<_> = inspection.checks.iter().filter(|check| !check.ok).collect();
    assert_eq!(failed.len(), 2, "{failed:#?}");
    assert!(failed[0].message.contains("version \"2\""));
    assert!(
        failed[1]
            .message
            .contains("vouliez-vous « ins.rechercher »"),
        "{}",
        failed[1].message
    );
}

#[tokio::test]
async fn an_adapter_that_says_yes_to_everything_is_caught() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(good_declaration()))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"issue": "fait"})))
        .mount(&server)
        .await;
    let driver = HttpDriver::new(&server.uri()).unwrap();
    let inspection = check_driver(&driver, &Clock::system()).await;
    let failed: Vec<_> = inspection
        .checks
        .iter()
        .filter(|check| !check.ok)
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(
        failed,
        [
            "action_inconnue",
            "question_inconnue",
            "parametres_invalides",
            "patient"
        ]
    );
}

#[tokio::test]
async fn an_observation_is_typed() {
    let server = answering(
        ResponseTemplate::new(200)
            .set_body_json(json!({"reponse": "message", "contenu": "INS non trouvé"})),
    )
    .await;
    let driver = HttpDriver::new(&server.uri()).unwrap();
    let answer = driver
        .observe(&caller(), &Question::ScreenMessage {})
        .await
        .unwrap();
    assert_eq!(answer, Answer::Message(Some("INS non trouvé".to_owned())));
    let limits = HttpLimits {
        observe: Duration::from_millis(1),
        ..HttpLimits::default()
    };
    assert!(limits.prepare > limits.observe);
}
