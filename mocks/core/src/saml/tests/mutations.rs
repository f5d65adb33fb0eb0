//! Mutated envelopes: nothing panics, and nothing unsigned is ever said.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

/// Something done to a document: to its characters, or to its elements (which keeps it
/// well-formed).
#[derive(Clone, Debug)]
enum Mutation {
    Delete(Index, usize),
    Insert(Index, String),
    RemoveElement(Index),
    CopyElement(Index, Index, bool),
    MoveElement(Index, Index, bool),
    /// Puts a piece right after the start of an element's text.
    InText(Index, String),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let piece = prop_oneof![
        "[<>&;\"'/!?= #_a-zA-Z0-9:\\-\\[\\]]{1,6}",
        Just("<!--".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&#x0;".to_owned()),
        Just("é\u{1F600}".to_owned()),
    ];
    let harmless = prop_oneof![
        Just("<!-- x -->".to_owned()),
        Just("<?x y?>".to_owned()),
        Just(" ".to_owned()),
        Just("9".to_owned()),
        Just("<![CDATA[]]>".to_owned()),
    ];
    let place = any::<Index>;
    prop_oneof![
        1 => (place(), 1..400_usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        1 => (place(), piece).prop_map(|(at, text)| Mutation::Insert(at, text)),
        3 => place().prop_map(Mutation::RemoveElement),
        3 => (place(), place(), any::<bool>())
            .prop_map(|(what, to, after)| Mutation::CopyElement(what, to, after)),
        3 => (place(), place(), any::<bool>())
            .prop_map(|(what, to, after)| Mutation::MoveElement(what, to, after)),
        4 => (place(), harmless).prop_map(|(at, text)| Mutation::InText(at, text)),
    ]
}

/// Byte ranges of the elements of a document, the root aside; none when it is malformed.
fn elements(text: &str) -> Vec<Range<usize>> {
    let Ok(document) = uppsala::parse(text) else {
        return Vec::new();
    };
    document
        .descendants(document.root())
        .into_iter()
        .filter(|node| document.element(*node).is_some())
        .filter_map(|node| document.node_range(node))
        .skip(1)
        .collect()
}

fn apply(text: &str, mutation: &Mutation) -> String {
    let mut out = text.to_owned();
    let boundary = |index: &Index| {
        let mut at = index.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let spans = elements(text);
    match mutation {
        Mutation::Delete(at, length) => {
            let from = boundary(at);
            let mut to = (from + length).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            out.replace_range(from..to, "");
        }
        Mutation::Insert(at, piece) => out.insert_str(boundary(at), piece),
        _ if spans.is_empty() => {}
        Mutation::RemoveElement(what) => out.replace_range(what.get(&spans).clone(), ""),
        Mutation::CopyElement(what, to, after) | Mutation::MoveElement(what, to, after) => {
            let from = what.get(&spans).clone();
            let target = to.get(&spans);
            let at = if *after { target.end } else { target.start };
            let moves = matches!(mutation, Mutation::MoveElement(..));
            if moves && from.contains(&at) {
                return out;
            }
            out.insert_str(at, &text[from.clone()]);
            if moves {
                let shift = if at <= from.start { from.len() } else { 0 };
                out.replace_range(from.start + shift..from.end + shift, "");
            }
        }
        Mutation::InText(what, piece) => {
            let span = what.get(&spans);
            if let Some(end) = text[span.clone()].find('>') {
                out.insert_str(span.start + end + 1, piece);
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing panics; and whatever is still accepted says exactly what was signed.
    #[test]
    fn mutated_envelopes_never_say_anything_that_was_not_signed(
        mutations in proptest::collection::vec(mutation(), 1..4)
    ) {
        static HONEST: LazyLock<(String, Assertion)> = LazyLock::new(|| {
            // Prefixes declared at the root too, so that elements may be moved anywhere.
            let text = altered(
                &envelope(&BENCH.signed()),
                " xmlns:unused=",
                &format!(
                    " xmlns:saml=\"{}\" xmlns:ds=\"{}\" xmlns:unused=",
                    namespace::SAML,
                    namespace::DSIG
                ),
            );
            let assertion = BENCH.verify(&text).unwrap().assertion;
            (text, assertion)
        });
        let (honest, assertion) = &*HONEST;
        let mutated = mutations.iter().fold(honest.clone(), |text, one| apply(&text, one));
        if let Ok(verified) = BENCH.verify(&mutated) {
            prop_assert_eq!(&verified.assertion, assertion);
        }
        let _ = read_unsigned_assertion(&mutated, &AssertionRules::default());
    }
}
