//! Writing an answer: the live shape, or the shape that a variation asks for.
//!
//! Live shape: `RESULTAT` in the default namespace, in `env:Body` that declares `S` and `env`, with
//! unused declarations `ns0` and `ns1`, no header (seen in a client). The prefix of the envelope
//! itself is inferred.

use banc_core::soap::SOAP_12;
use banc_core::xml::escape;
use banc_fixtures::identity::Nature;

use super::{Individual, Ins, RECSANS, RECVIT};
use crate::variation::Asked;

/// What is written.
pub(crate) struct Answered<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) root: &'a str,
    pub(crate) code: &'a str,
    pub(crate) libelle: &'a str,
    pub(crate) individual: Option<&'a Individual<'a>>,
}

/// The whole envelope.
pub(crate) fn write(answered: &Answered<'_>, asked: Asked<'_>) -> String {
    let mut writer = Writer::new(asked);
    writer.envelope(|writer| {
        writer.root(answered, |writer| {
            writer.open("CR");
            writer.leaf("CodeCR", answered.code);
            writer.leaf("LibelleCR", answered.libelle);
            writer.close("CR");
            if let Some(individual) = answered.individual {
                writer.individual(individual);
            }
        });
    });
    writer.out
}

#[derive(Clone, Copy)]
enum Text {
    Plain,
    References,
    Cdata,
}

struct Writer<'v> {
    out: String,
    /// Prefix of the answer's elements, colon included.
    prefix: &'static str,
    /// Prefixes of envelope and body.
    soap: (&'static str, &'static str),
    text: Text,
    asked: Asked<'v>,
    depth: usize,
}

impl<'v> Writer<'v> {
    fn new(asked: Asked<'v>) -> Self {
        let unexpected = asked.has("prefixe_inattendu");
        let mut out = String::with_capacity(2048);
        if asked.has("declaration_xml") {
            out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        Self {
            out,
            prefix: match (unexpected, asked.has("prefixe_ns2")) {
                (true, _) => "r9:",
                (false, true) => "ns2:",
                (false, false) => "",
            },
            soap: if unexpected {
                ("e1", "e1")
            } else {
                ("soap", "env")
            },
            text: match (asked.has("references_de_caracteres"), asked.has("cdata")) {
                (true, _) => Text::References,
                (false, true) => Text::Cdata,
                (false, false) => Text::Plain,
            },
            asked,
            depth: 0,
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }

    fn line(&mut self) {
        if self.asked.has("espaces") {
            self.out.push('\n');
            for _ in 0..self.depth {
                self.out.push_str("\t ");
            }
        }
    }

    fn envelope(&mut self, inside: impl FnOnce(&mut Self)) {
        let (envelope, body) = self.soap;
        self.push(&[
            "<",
            envelope,
            ":Envelope xmlns:",
            envelope,
            "=\"",
            SOAP_12,
            "\">",
        ]);
        self.depth += 1;
        if self.asked.has("entete_vide") {
            self.line();
            self.push(&["<", envelope, ":Header/>"]);
        }
        self.line();
        self.push(&["<", body, ":Body"]);
        if body != envelope {
            self.push(&[
                " xmlns:S=\"",
                SOAP_12,
                "\" xmlns:",
                body,
                "=\"",
                SOAP_12,
                "\"",
            ]);
        }
        self.out.push('>');
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line();
        self.push(&["</", body, ":Body>"]);
        self.depth -= 1;
        self.line();
        self.push(&["</", envelope, ":Envelope>"]);
    }

    fn root(&mut self, answered: &Answered<'_>, inside: impl FnOnce(&mut Self)) {
        self.line();
        self.push(&["<", self.prefix, answered.root, " xmlns"]);
        if let Some(prefix) = self.prefix.strip_suffix(':') {
            self.push(&[":", prefix]);
        }
        self.push(&[
            "=\"",
            answered.namespace,
            "\" xmlns:ns0=\"",
            RECVIT,
            "\" xmlns:ns1=\"",
            RECSANS,
            "\">",
        ]);
        self.depth += 1;
        inside(self);
        self.close(answered.root);
    }

    fn open(&mut self, name: &str) {
        self.line();
        self.push(&["<", self.prefix, name, ">"]);
        self.depth += 1;
        if self.asked.has("commentaires") {
            self.out.push_str("<!-- simulateur -->");
        }
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.push(&["</", self.prefix, name, ">"]);
    }

    fn leaf(&mut self, name: &str, value: &str) {
        self.line();
        self.push(&["<", self.prefix, name, ">"]);
        match self.text {
            Text::Plain => escape::text(&mut self.out, value),
            Text::Cdata => {
                self.push(&["<![CDATA[", &value.replace("]]>", "]]]]><![CDATA[>"), "]]>"]);
            }
            Text::References => {
                for c in value.chars() {
                    if c.is_ascii_alphabetic() {
                        self.out.push(c);
                    } else {
                        self.push(&["&#", &u32::from(c).to_string(), ";"]);
                    }
                }
            }
        }
        self.push(&["</", self.prefix, name, ">"]);
    }

    fn individual(&mut self, individual: &Individual<'_>) {
        self.open("INDIVIDU");
        self.ins("INSACTIF", &individual.actif);
        for old in &individual.historique {
            self.ins("INSHISTO", old);
        }
        self.open("TIQ");
        for (name, value) in &individual.tiq {
            self.leaf(name, value);
        }
        self.close("TIQ");
        self.close("INDIVIDU");
    }

    fn ins(&mut self, name: &str, ins: &Ins<'_>) {
        self.open(name);
        self.open("IdIndividu");
        self.leaf("NumIdentifiant", &ins.numero);
        if let Some(cle) = &ins.cle {
            self.leaf("Cle", cle);
        }
        if self.asked.has("type_matricule") {
            // The value `NIA` was never seen; `NIR` was, in CNDA files.
            let nature = match ins.nature {
                Nature::Nir => "NIR",
                Nature::Nia => "NIA",
            };
            self.leaf("TypeMatricule", nature);
        }
        self.close("IdIndividu");
        self.leaf("OID", &ins.oid);
        for (name, date) in [("DateDeb", &ins.debut), ("DateFin", &ins.fin)] {
            if let Some(date) = date {
                self.leaf(name, date);
            }
        }
        self.close(name);
    }
}
