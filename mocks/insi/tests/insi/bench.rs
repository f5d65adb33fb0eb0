//! An INSi on a lane, and requests written by hand as practice software writes them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use banc_core::Clock;
use banc_core::clock::Mono;
use banc_core::exchange::{Body, CertificateFacts, Connection, Request, TlsFacts};
use banc_core::observed::Observed;
use banc_core::observed::insi::{InsiAnswer, ObservedInsi};
use banc_core::pki::Authority;
use banc_core::service::{Answer, Call, Service as _};
use banc_core::xml::{Document, Limits};
use banc_insi::{ACTION_TRAITS, FRONT_CERTIFICAT, Insi, InsiConfig};
use bytes::Bytes;

pub(crate) static CLOCK: LazyLock<Clock> = LazyLock::new(Clock::system);

/// One test authority for every process of these tests.
pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("insi-pki");
    Authority::open_or_create(&folder, &CLOCK).unwrap()
});

/// A service with settings laid over the defaults.
pub(crate) fn insi_with(settings: &str) -> Insi {
    let config = InsiConfig::from_toml(settings).unwrap();
    Insi::new(Arc::new(config), AUTHORITY.trust_anchors())
}

pub(crate) fn insi() -> Insi {
    insi_with("")
}

/// A call, with everything that tests vary.
pub(crate) struct Sent<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) body: Vec<u8>,
    pub(crate) front: &'a str,
    pub(crate) connection: Connection,
    pub(crate) variations: Vec<String>,
    pub(crate) refusal: Option<&'a str>,
    pub(crate) authorization: Option<&'a str>,
}

pub(crate) fn sent(body: impl Into<Vec<u8>>) -> Sent<'static> {
    Sent {
        method: "POST",
        target: "/lps",
        content_type: Some("application/soap+xml; charset=utf-8"),
        body: body.into(),
        front: FRONT_CERTIFICAT,
        connection: with_certificate("INSI-MANU", None),
        variations: Vec::new(),
        refusal: None,
        authorization: None,
    }
}

impl Sent<'_> {
    pub(crate) fn vary(mut self, names: &[&str]) -> Self {
        self.variations = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub(crate) fn to(&self, insi: &Insi) -> Received {
        let mut headers = vec![("Host".to_owned(), "insi.test:8443".to_owned())];
        if let Some(content_type) = self.content_type {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        if let Some(authorization) = self.authorization {
            headers.push(("Authorization".to_owned(), authorization.to_owned()));
        }
        let request = Request {
            method: self.method.to_owned(),
            target: self.target.to_owned(),
            headers,
            body: Body::new(Bytes::from(self.body.clone())),
        };
        let operation = insi.classify(&request);
        let call = Call {
            request: &request,
            connection: &self.connection,
            front: self.front,
            lane: "essai",
            operation,
            ordinal: 1,
            clock: &CLOCK,
            variations: &self.variations,
            refusal: self.refusal,
        };
        Received {
            answer: insi.answer(&call),
            operation,
        }
    }
}

/// An answer and what was observed.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) answer: Answer,
    pub(crate) operation: &'static str,
}

impl Received {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.answer.body).unwrap()
    }

    pub(crate) fn seen(&self) -> &ObservedInsi {
        let Some(Observed::Insi(seen)) = &self.answer.observed else {
            panic!("nothing observed");
        };
        seen
    }

    /// Business code, after checking status and text agree with what is observed.
    pub(crate) fn code(&self) -> &str {
        let InsiAnswer::Metier { code, .. } = &self.seen().answer else {
            panic!("no business answer: {:?}", self.seen());
        };
        assert_eq!(self.answer.status, 200);
        assert_eq!(self.element("CodeCR").as_deref(), Some(&**code));
        code
    }

    /// Code of a refusal, after checking the shape of the fault.
    pub(crate) fn refused(&self) -> &str {
        let InsiAnswer::Refus { code } = &self.seen().answer else {
            panic!("no refusal: {:?}", self.seen());
        };
        assert!(self.seen().refusal_reason.is_some());
        assert!(self.text().contains(":Fault>"));
        code
    }

    pub(crate) fn reason(&self) -> &str {
        self.seen().refusal_reason.as_deref().unwrap()
    }

    /// Text of the first element of that local name.
    pub(crate) fn element(&self, local: &str) -> Option<String> {
        self.elements(local).into_iter().next()
    }

    pub(crate) fn elements(&self, local: &str) -> Vec<String> {
        let document = Document::parse(self.text(), &Limits::default()).unwrap();
        let root = document.root();
        let texts = root
            .descendants()
            .filter(|n| n.local_name() == local)
            .map(|n| n.text().into_owned());
        texts.collect()
    }
}

/// A TLS connection with this certificate.
pub(crate) fn with_certificate(common_name: &str, distrust: Option<&str>) -> Connection {
    connection(Some(TlsFacts {
        version: "TLSv1.3".into(),
        client_certificate: Some(CertificateFacts {
            common_name: Some(common_name.into()),
            organizational_unit: Some("10B0152872".into()),
            distrust: distrust.map(str::to_owned),
            ..CertificateFacts::default()
        }),
        ..TlsFacts::default()
    }))
}

pub(crate) fn connection(tls: Option<TlsFacts>) -> Connection {
    Connection {
        id: 1,
        peer: "127.0.0.1:1".into(),
        tls,
        accepted: Mono(0),
        tls_ready: None,
    }
}

pub(crate) const BAM: &str = r#"<b:ContexteBAM xmlns:b="urn:siram:bam:ctxbam" Nature="CTXBAM" Version="01_02"><b:Id>c1a2ff23-fc05-4bd1-b500-1ec7d3178f1c</b:Id><b:Temps>2026-01-15T09:30:00.000Z</b:Temps><b:Emetteur>10B0152872</b:Emetteur><b:COUVERTURE/></b:ContexteBAM>"#;
pub(crate) const LPS: &str = r#"<l:ContexteLPS xmlns:l="urn:siram:lps:ctxlps" Nature="CTXLPS" Version="01_00"><l:Id>01f21998-e842-46e9-b4ea-99c15de82e65</l:Id><l:Temps>2026-01-15T09:30:00.000Z</l:Temps><l:Emetteur>10B0152872</l:Emetteur><l:LPS><l:IDAM R="4">AAA17NF00AA0</l:IDAM><l:Version>1.0</l:Version><l:Instance>b3549edd-4ae9-472a-b26f-fd2fb4ef397f</l:Instance><l:Nom>urn:lps:DEMO:1.0</l:Nom></l:LPS></l:ContexteLPS>"#;
pub(crate) const MESSAGE_ID: &str = "uuid:e1825f06-58e9-42da-8829-1f199c99f2a8";

pub(crate) fn addressing(action: &str) -> String {
    format!("<wsa:Action>{action}</wsa:Action><wsa:MessageID>{MESSAGE_ID}</wsa:MessageID>")
}

pub(crate) fn envelope(headers: &str, body: &str) -> String {
    format!(
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>{headers}</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"#
    )
}

/// Body of a search by traits; an empty place is not sent.
pub(crate) fn body(nom: &str, prenom: &str, sexe: &str, date: &str, lieu: &str) -> String {
    let lieu = if lieu.is_empty() {
        String::new()
    } else {
        format!("<i:LieuNaissance>{lieu}</i:LieuNaissance>")
    };
    format!(
        r#"<i:RECSANSVITALE xmlns:i="http://www.cnamts.fr/INSiRecSans"><i:NomNaissance>{nom}</i:NomNaissance><i:Prenom>{prenom}</i:Prenom><i:Sexe>{sexe}</i:Sexe><i:DateNaissance>{date}</i:DateNaissance>{lieu}</i:RECSANSVITALE>"#
    )
}

pub(crate) fn search(nom: &str, prenom: &str, sexe: &str, date: &str, lieu: &str) -> Sent<'static> {
    let headers = format!("{BAM}{LPS}{}", addressing(ACTION_TRAITS));
    sent(envelope(&headers, &body(nom, prenom, sexe, date, lieu)))
}

pub(crate) fn catarina() -> Sent<'static> {
    search("TCHITCHI", "CATARINA", "F", "1936-06-21", "63220")
}
