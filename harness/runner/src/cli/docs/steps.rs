//! The page of the steps: every pattern in plain words, with one example taken from the features.
//!
//! It only reads the vocabulary; what a step does is in `crate::steps`.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use banc_engine::record::StepKind;
use regex::Regex;

use crate::feature_set::{FeatureSet, identifier};
use crate::steps::catalogue;
use crate::world::kind_of;

/// How a page names each kind, in the order of a scenario.
const KINDS: [(StepKind, &str, &str); 3] = [
    (
        StepKind::Given,
        "Étant donné",
        "La situation : rien n'y est jugé. Une étape qui n'aboutit pas rend le scénario « Non concluant ».",
    ),
    (
        StepKind::When,
        "Quand",
        "Ce que fait le professionnel. Ce qui se voyait juste avant est relevé, pour que les « Alors » comparent.",
    ),
    (
        StepKind::Then,
        "Alors",
        "Ce qui est constaté, sur le fil ou dans ce que montre le logiciel. Chacun est un contrôle jugé.",
    ),
];

/// A step as it stands in a scenario.
struct Used {
    kind: StepKind,
    scenario: String,
    keyword: String,
    text: String,
}

/// The text of the page.
pub(super) fn page() -> String {
    let used = used();
    let steps = catalogue();
    let mut page = format!(
        "# Étapes des scénarios\n\n\
         Page produite par `banc docs` ; ne pas la modifier à la main.\n\n\
         Les {} étapes dont un scénario est fait. `…` est un texte libre, `n` un nombre, `‹a | b›` un choix, \
         `[a]` ce qui peut manquer, `[a]…` ce qui peut manquer ou se répéter, `‹a›…` ce qui peut se répéter. \
         Sous chaque étape, un exemple pris aux scénarios de `features/`, avec son numéro. « Et » et « Mais » prolongent l'étape qui précède ; \
         « Étant donné » peut être suivi de « que » ou « qu' ».\n\n\
         Les mots entre guillemets sont ceux d'un cabinet :\n\n\
         - un usager est nommé par une identité de test (`PRÉNOM NOM`, voir `fixtures/identites.toml`) : ses autres \
         traits en viennent, « dont … est » les change, et un texte vide les retire ;\n\
         - les traits : nom de naissance, premier prénom, prénoms de naissance, date de naissance, sexe, lieu de \
         naissance, nom utilisé, prénom utilisé ; « prénom » seul change le premier prénom et la liste ;\n\
         - les statuts : provisoire, récupérée, validée, qualifiée ; les attributs : homonyme, douteux, fictif ;\n\
         - les opérations d'INSi : recherche par traits, recherche par carte Vitale, vérification.\n",
        steps.len()
    );
    for (kind, keyword, sentence) in KINDS {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {keyword}\n\n{sentence}\n\n");
        for (_, pattern) in steps.iter().filter(|(each, _)| *each == kind) {
            let example = example(&used, kind, pattern).map_or_else(
                || "aucun scénario ne l'emploie encore".to_owned(),
                |seen| format!("{} : `{}{}`", seen.scenario, seen.keyword, seen.text),
            );
            let _ = writeln!(page, "- `{}`\n  - {example}", in_words(pattern));
        }
    }
    page
}

#[expect(
    clippy::expect_used,
    reason = "the embedded features are part of the binary, and read whole by a unit test"
)]
fn used() -> Vec<Used> {
    let set = FeatureSet::load(None).expect("the embedded features can be read");
    set.scenarios()
        .flat_map(|(_, scenario)| {
            scenario.steps.iter().map(|step| Used {
                kind: kind_of(step),
                scenario: identifier(scenario).to_owned(),
                keyword: step.keyword.clone(),
                text: step.value.clone(),
            })
        })
        .collect()
}

/// The first step of the features that has this pattern.
fn example<'a>(used: &'a [Used], kind: StepKind, pattern: &str) -> Option<&'a Used> {
    let regex = Regex::new(&format!("^(?:que |qu')?(?:{pattern})$")).ok()?;
    used.iter()
        .find(|step| step.kind == kind && regex.is_match(&step.text))
}

/// A pattern as a practice would write it.
fn in_words(pattern: &str) -> String {
    branches(&mut pattern.chars().peekable()).join(" | ")
}

/// The branches of a pattern or of a group, up to its closing parenthesis. It knows the part of
/// regular expressions that steps use.
fn branches(chars: &mut Peekable<Chars<'_>>) -> Vec<String> {
    let mut done = Vec::new();
    let mut text = String::new();
    while let Some(character) = chars.next() {
        match character {
            ')' => break,
            '|' => done.push(std::mem::take(&mut text)),
            '(' => text.push_str(&group(chars)),
            '[' => {
                // A class of characters stands for free text.
                chars.find(|inside| *inside == ']');
                chars.next_if(|next| matches!(next, '+' | '*'));
                text.push('…');
            }
            '.' if chars.next_if(|next| matches!(next, '+' | '*')).is_some() => text.push('…'),
            '\\' => match chars.next() {
                Some('d') => {
                    chars.next_if_eq(&'+');
                    text.push('n');
                }
                Some(escaped) => text.push(escaped),
                None => {}
            },
            // A letter that may be missing: `appels?`.
            letter if chars.next_if_eq(&'?').is_some() => {
                let _ = write!(text, "[{letter}]");
            }
            letter => text.push(letter),
        }
    }
    done.push(text);
    done
}

fn group(chars: &mut Peekable<Chars<'_>>) -> String {
    if chars.next_if_eq(&'?').is_some() {
        chars.next_if_eq(&':');
    }
    let branches = branches(chars);
    let inside = branches.join(" | ").replace("|  ", "| ");
    if chars.next_if_eq(&'?').is_some() {
        return format!("[{inside}]");
    }
    if chars.next_if_eq(&'*').is_some() {
        return format!("[{inside}]…");
    }
    if chars.next_if_eq(&'+').is_some() {
        return format!("‹{inside}›…");
    }
    if branches.len() == 1 {
        return inside;
    }
    let trimmed: Vec<&str> = branches.iter().map(|branch| branch.trim_end()).collect();
    let spaced = branches.iter().all(|branch| branch.ends_with(' '));
    let end = if spaced { " " } else { "" };
    format!("‹{}›{end}", trimmed.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_put_in_words() {
        let cases = [
            (
                r#"un usager "([^"]+)"((?:, dont [^"]+ (?:est|sont) "[^"]*")*)(?:, au statut "([^"]+)")?"#,
                r#"un usager "…"[, dont … ‹est | sont› "…"]…[, au statut "…"]"#,
            ),
            (
                r#"(?:le |la |les )([^"]+) de cet usager vaut "([^"]*)""#,
                r#"‹le | la | les› … de cet usager vaut "…""#,
            ),
            (
                r#"INSi a reçu (\d+) appels? à l'opération "([^"]+)""#,
                r#"INSi a reçu n appel[s] à l'opération "…""#,
            ),
            ("est informé(?: .+)?", "est informé[ …]"),
            (
                r#"les statuts ("[^"]+"(?:, "[^"]+")+)"#,
                r#"les statuts "…"‹, "…"›…"#,
            ),
            ("de cet usager( par| avec)?", "de cet usager[ par | avec]"),
        ];
        for (pattern, words) in cases {
            assert_eq!(in_words(pattern), words);
        }
    }

    #[test]
    fn no_regular_expression_is_left_and_every_step_has_an_example() {
        let used = used();
        for (kind, pattern) in catalogue() {
            let words = in_words(pattern);
            assert!(!words.contains(['(', ')', '\\', '+', '*', '^']), "{words}");
            assert!(
                example(&used, kind, pattern).is_some(),
                "no scenario uses the step \"{words}\"; remove it or write one"
            );
        }
    }
}
