//! The SOAP 1.2 envelope of a request: contexts, addressing, optional assertion, body.
//!
//! Source: CNAM WSDL DESIR_ICIR_EXP_1.5.0 and its ContexteBAM 01_02 and ContexteLPS 01_00 schemas; the
//! values of the attributes are seen in clients.

use uuid::Uuid;

use super::request::InsiRequest;
use super::xml_writer::XmlWriter;

const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";
const SECURITY: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const BAM: &str = "urn:siram:bam:ctxbam";
const LPS: &str = "urn:siram:lps:ctxlps";

/// What stands in the header beside the request.
#[derive(Clone, Debug)]
pub struct EnvelopeHeader<'a> {
    /// Instant of the call, UTC with milliseconds.
    pub time: &'a str,
    /// Who sends: the structure of the software certificate, or the professional's number.
    pub emitter: &'a str,
    /// Authorisation number of the product; without one the element is left out and the gateway
    /// refuses the call.
    pub idam: Option<&'a str>,
    /// Identifier of the installation.
    pub installation: Uuid,
    /// Identifier of the message.
    pub message_id: Uuid,
    /// Signed assertion, in CPx mode.
    pub assertion: Option<&'a str>,
}

/// The whole envelope.
pub fn write_envelope(header: &EnvelopeHeader<'_>, request: &InsiRequest) -> String {
    let mut writer = XmlWriter::new();
    writer.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    writer.element(
        "soap:Envelope",
        &[("xmlns:soap", SOAP), ("xmlns:wsa", ADDRESSING)],
        |envelope| {
            envelope.element("soap:Header", &[], |blocks| {
                write_header(blocks, header, request);
            });
            envelope.element("soap:Body", &[], |body| request.write_body(body));
        },
    );
    writer.finish()
}

fn write_header(writer: &mut XmlWriter, header: &EnvelopeHeader<'_>, request: &InsiRequest) {
    if let Some(assertion) = header.assertion {
        writer.element("wsse:Security", &[("xmlns:wsse", SECURITY)], |security| {
            security.raw(assertion);
        });
    }
    let bam = [("xmlns:b", BAM), ("Nature", "CTXBAM"), ("Version", "01_02")];
    writer.element("b:ContexteBAM", &bam, |context| {
        context.text_element("b:Id", &Uuid::new_v4().to_string());
        context.text_element("b:Temps", header.time);
        context.text_element("b:Emetteur", header.emitter);
        request.write_coverage(context);
    });
    let lps = [("xmlns:l", LPS), ("Nature", "CTXLPS"), ("Version", "01_00")];
    writer.element("l:ContexteLPS", &lps, |context| {
        context.text_element("l:Id", &Uuid::new_v4().to_string());
        context.text_element("l:Temps", header.time);
        context.text_element("l:Emetteur", header.emitter);
        context.element("l:LPS", &[], |software| {
            if let Some(idam) = header.idam {
                software.element("l:IDAM", &[("R", "4")], |element| element.text(idam));
            }
            software.text_element("l:Version", env!("CARGO_PKG_VERSION"));
            software.text_element("l:Instance", &header.installation.to_string());
            software.text_element(
                "l:Nom",
                concat!("urn:lps:LGC-REFERENCE:", env!("CARGO_PKG_VERSION")),
            );
        });
    });
    writer.text_element("wsa:Action", request.action());
    writer.text_element("wsa:MessageID", &format!("uuid:{}", header.message_id));
}
