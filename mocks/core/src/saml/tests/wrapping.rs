//! Signature wrapping: what is signed is not what stands where a reader looks.

use super::*;

fn is_wrapping(refusal: &AssertionRefusal) -> bool {
    matches!(refusal, AssertionRefusal::SignatureWrapping(_))
}

/// What attacks are made of.
struct Parts {
    signed: String,
    signature: String,
    /// The signed assertion without its signature.
    bare: String,
}

fn parts() -> Parts {
    let signed = BENCH.signed();
    let signature = between(&signed, "<ds:Signature", "</ds:Signature>").to_owned();
    let bare = altered(&signed, &signature, "");
    Parts {
        signed,
        signature,
        bare,
    }
}

/// An unsigned assertion in the name of someone else.
fn evil(id: &str) -> String {
    let mut template = BENCH.template(ClientKind::Cps);
    id.clone_into(&mut template.id);
    template.name_id = "899700000099".to_owned();
    unsigned_assertion(&template)
}

fn evil_with(id: &str, inside: &str) -> String {
    altered(
        &evil(id),
        "<saml:Subject>",
        &format!("{inside}<saml:Subject>"),
    )
}

#[test]
fn wrapping_is_refused_however_it_is_done() {
    let Parts {
        signed,
        signature,
        bare,
    } = parts();
    let object = altered(
        &signature,
        "</ds:Signature>",
        &format!("<ds:Object>{bare}</ds:Object></ds:Signature>"),
    );
    let attacks = [
        ("an unsigned one in front", evil("_evil") + &signed),
        ("an unsigned one behind", signed.clone() + &evil("_evil")),
        ("an unsigned one in front, same ID", evil(ID) + &signed),
        (
            "the signature taken into the evil one, the original beside",
            evil_with("_evil", &signature) + &bare,
        ),
        (
            "the signature taken into the evil one, same ID, the original beside",
            evil_with(ID, &signature) + &bare,
        ),
        (
            "the original inside the signature of the evil one",
            evil_with("_evil", &object),
        ),
        (
            "the original inside the evil one",
            evil_with("_evil", &format!("<saml:Advice>{signed}</saml:Advice>")),
        ),
        ("the signature beside", format!("{bare}{signature}")),
        (
            "the signature deeper",
            altered(
                &bare,
                "</saml:Subject>",
                &format!("<x xmlns=\"\">{signature}</x></saml:Subject>"),
            ),
        ),
        (
            "the whole document referenced",
            altered(&signed, &format!("URI=\"#{ID}\""), "URI=\"\""),
        ),
    ];
    for (name, security) in attacks {
        let refusal = BENCH.refusal(&security);
        assert!(is_wrapping(&refusal), "{name}: {refusal:?}");
        assert_eq!(refusal.wsse_subcode(), "FailedCheck");
    }
}

#[test]
fn an_assertion_moved_out_of_the_header_is_refused() {
    let Parts {
        signed,
        signature,
        bare,
    } = parts();
    for (name, security, body) in [
        ("moved to the body, same ID", evil(ID), signed.clone()),
        ("moved to the body", evil("_evil"), signed.clone()),
        (
            "moved to the body, signature kept",
            evil_with("_evil", &signature),
            bare,
        ),
        (
            "an element of the body bears the ID",
            signed.clone(),
            format!("<x Id=\"{ID}\"/>"),
        ),
        (
            "an element of the body bears the ID under a prefix",
            signed,
            format!("<x xmlns:p=\"urn:p\" p:ID=\"{ID}\"/>"),
        ),
    ] {
        let refusal = BENCH.verify(&envelope_with(&security, &body)).unwrap_err();
        assert!(is_wrapping(&refusal), "{name}: {refusal:?}");
    }
}
