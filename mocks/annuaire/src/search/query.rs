//! A query, read from its pairs of name and value.
//!
//! What the real server's code does is done here: a parameter that begins with `_` and is not known
//! is ignored, a modifier that is not known too; any other unknown parameter is refused.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::criterion::{Criterion, Test};
use super::date::DateTest;
use super::inclusion::Inclusion;
use super::parameter::{self, Parameter, ParameterType};
use super::text::folded;
use crate::kind::Kind;
use crate::problem::Problem;
use crate::quirk::Quirk;

/// References that a parameter may go through. (ours: each one deepens the reading and the search)
const LONGEST_CHAIN: usize = 8;

/// A search.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    /// Type of the resources that match.
    pub(crate) kind: Kind,
    /// Criteria, all of which must hold.
    pub(crate) criteria: Vec<Criterion>,
    /// Entries of a page; zero asks for the total alone.
    pub(crate) count: Option<usize>,
    /// What is asked of the total.
    pub(crate) total: Total,
    /// Members to keep.
    pub(crate) elements: BTreeSet<String>,
    /// References to follow.
    pub(crate) includes: Vec<Inclusion>,
    /// References to follow backwards.
    pub(crate) reverse: Vec<Inclusion>,
    /// Earliest instant from which a delta asks everything later.
    pub(crate) delta_from: Option<Timestamp>,
}

/// What is asked of the total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Total {
    /// Nothing was said.
    #[default]
    Unsaid,
    /// `none`.
    None,
    /// `accurate` or `estimate`: the same to the real server.
    Always,
}

/// What was tolerated.
pub(crate) type Notes = BTreeSet<Quirk>;

/// What a query may be about beyond the resource: settings and the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    /// `mailbox-mss-type` is served.
    pub(crate) mailbox_type: bool,
    /// The simulated time.
    pub(crate) now: Timestamp,
}

impl Query {
    /// Reads a query.
    pub(crate) fn read(
        kind: Kind,
        pairs: &[(String, String)],
        around: Circumstances,
        notes: &mut Notes,
    ) -> Result<Self, Problem> {
        let mut query = Self {
            kind,
            criteria: Vec::new(),
            count: None,
            total: Total::Unsaid,
            elements: BTreeSet::new(),
            includes: Vec::new(),
            reverse: Vec::new(),
            delta_from: None,
        };
        for (name, value) in pairs {
            let values: Vec<String> = alternatives(value);
            if values.is_empty() {
                notes.insert(Quirk::ParametreVide);
                continue;
            }
            query.take(name, &values, around, notes)?;
        }
        Ok(query)
    }

    fn take(
        &mut self,
        name: &str,
        values: &[String],
        around: Circumstances,
        notes: &mut Notes,
    ) -> Result<(), Problem> {
        match name {
            "_count" => {
                // Source: server code, Integer.parseInt; that a negative number is refused too is
                // inferred.
                self.count = Some(values[0].parse().map_err(|_| Problem::bad_count())?);
            }
            "_total" => {
                self.total = match &*values[0] {
                    "none" => Total::None,
                    "accurate" | "estimate" => Total::Always,
                    _ => return Err(Problem::bad_total()),
                }
            }
            "_elements" => self.elements.extend(values.iter().cloned()),
            "_include" => {
                for value in values {
                    self.include(value)?;
                }
            }
            "_revinclude" => {
                for value in values {
                    self.include_reverse(value)?;
                }
            }
            "_pretty" | "_format" => {}
            _ if name.starts_with("_has:") => {
                let criterion = has(self.kind, name, values, around, notes)?;
                self.criteria.push(criterion);
            }
            _ => self.criterion(name, values, around, notes)?,
        }
        Ok(())
    }

    fn criterion(
        &mut self,
        name: &str,
        values: &[String],
        around: Circumstances,
        notes: &mut Notes,
    ) -> Result<(), Problem> {
        let own = name.split([':', '.']).next().unwrap_or(name);
        let known = find(self.kind, own, around).is_some();
        if !known && name.starts_with('_') {
            notes.insert(Quirk::ParametreIgnore);
            return Ok(());
        }
        let criterion = criterion(self.kind, name, values, around, notes)?;
        if let Criterion::Own { tests, .. } = &criterion {
            for test in tests {
                if let Test::Date(date) = test {
                    self.delta_from = self.delta_from.into_iter().chain(date.delta_from()).min();
                }
            }
        }
        self.criteria.push(criterion);
        Ok(())
    }

    fn include(&mut self, value: &str) -> Result<(), Problem> {
        if value == "*" {
            let all = Inclusion::every().filter(|one| one.kind == self.kind);
            all.for_each(|inclusion| once(&mut self.includes, inclusion));
            return Ok(());
        }
        match Inclusion::parse(value).filter(|one| one.kind == self.kind) {
            Some(inclusion) => {
                once(&mut self.includes, inclusion);
                Ok(())
            }
            None => Err(Problem::unknown_parameter(value, self.kind.name())),
        }
    }

    /// `*` is not in the server's code: that it brings everything that refers is inferred.
    fn include_reverse(&mut self, value: &str) -> Result<(), Problem> {
        if value == "*" {
            let all = Inclusion::every().filter(|one| one.target == self.kind);
            all.for_each(|inclusion| once(&mut self.reverse, inclusion));
            return Ok(());
        }
        match Inclusion::parse(value).filter(|one| one.target == self.kind) {
            Some(inclusion) => {
                once(&mut self.reverse, inclusion);
                Ok(())
            }
            None => Err(Problem::unknown_parameter(value, self.kind.name())),
        }
    }
}

/// An inclusion asked again brings nothing more.
fn once(all: &mut Vec<Inclusion>, inclusion: Inclusion) {
    if !all.contains(&inclusion) {
        all.push(inclusion);
    }
}

/// Values separated by commas; `\,` is a comma of the value (FHIR R4 §3.1.1.4.15).
fn alternatives(value: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        let last = all.len() - 1;
        match letter {
            ',' => all.push(String::new()),
            '\\' => match letters.next() {
                Some(escaped @ (',' | '$' | '\\')) => all[last].push(escaped),
                // `\|` stays escaped until the token is cut.
                Some(other) => all[last].extend(['\\', other]),
                None => all[last].push('\\'),
            },
            other => all[last].push(other),
        }
    }
    all.retain(|value| !value.trim().is_empty());
    all
}

fn find(kind: Kind, name: &str, around: Circumstances) -> Option<&'static Parameter> {
    let hidden = name == "mailbox-mss-type" && !around.mailbox_type;
    parameter::of(kind)
        .iter()
        .find(|parameter| parameter.name == name && !hidden)
}

/// `_has:Type:reference:parameter=value`. Source: server code.
fn has(
    kind: Kind,
    name: &str,
    values: &[String],
    around: Circumstances,
    notes: &mut Notes,
) -> Result<Criterion, Problem> {
    let refused = || Problem::unknown_parameter(name, kind.name());
    let mut parts = name.splitn(4, ':').skip(1);
    let (Some(of), Some(reference), Some(inner)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(refused());
    };
    let inclusion = Inclusion::parse(&format!("{of}:{reference}"))
        .filter(|one| one.target == kind)
        .ok_or_else(refused)?;
    let inner = criterion(inclusion.kind, inner, values, around, notes)?;
    Ok(Criterion::Has {
        kind: inclusion.kind,
        parameter: inclusion.parameter,
        inner: Box::new(inner),
    })
}

/// `name`, `name:modifier`, or `reference.name` (chaining, source: server code).
fn criterion(
    kind: Kind,
    name: &str,
    values: &[String],
    around: Circumstances,
    notes: &mut Notes,
) -> Result<Criterion, Problem> {
    if let Some((reference, inner)) = name.split_once('.') {
        // `partof` leads from a structure to a structure, without end.
        if name.matches('.').count() > LONGEST_CHAIN {
            return Err(Problem::unknown_parameter(inner, kind.name()));
        }
        let (reference, _) = reference.split_once(':').unwrap_or((reference, ""));
        let parameter = find(kind, reference, around)
            .ok_or_else(|| Problem::unknown_parameter(inner, kind.name()))?;
        let ParameterType::Reference(target) = parameter.kind else {
            return Err(Problem::unknown_parameter(inner, kind.name()));
        };
        return Ok(Criterion::Chained {
            parameter: parameter.name,
            target,
            inner: Box::new(criterion(target, inner, values, around, notes)?),
        });
    }
    let (bare, modifier) = name.split_once(':').unwrap_or((name, ""));
    let parameter =
        find(kind, bare, around).ok_or_else(|| Problem::unknown_parameter(bare, kind.name()))?;
    // Source: guide, `name:family=…&name:given=…`; elsewhere these modifiers do not exist.
    let (parameter, modifier) = match (bare, modifier) {
        ("name", "family" | "given") => match find(kind, modifier, around) {
            Some(part) => (part, ""),
            None => (parameter, modifier),
        },
        _ => (parameter, modifier),
    };
    let understood = match parameter.kind {
        ParameterType::Text => matches!(modifier, "" | "contains" | "exact"),
        ParameterType::Token => matches!(modifier, "" | "not"),
        _ => modifier.is_empty(),
    };
    if !understood {
        notes.insert(Quirk::ModificateurIgnore);
    }
    let tests = values
        .iter()
        .map(|value| test(parameter, modifier, value))
        .collect::<Result<_, _>>()?;
    Ok(Criterion::Own {
        parameter: parameter.name,
        tests,
        negated: modifier == "not" && parameter.kind == ParameterType::Token,
        now: around.now,
    })
}

fn test(parameter: &Parameter, modifier: &str, value: &str) -> Result<Test, Problem> {
    Ok(match parameter.kind {
        ParameterType::Text => {
            let value = value.replace("\\|", "|");
            match modifier {
                "contains" => Test::Contains(folded(&value)),
                "exact" => Test::Exact(value),
                _ => Test::Begins(folded(&value)),
            }
        }
        ParameterType::Token => token(value),
        ParameterType::Date => {
            Test::Date(DateTest::parse(value).ok_or_else(|| Problem::bad_date(value))?)
        }
        ParameterType::Reference(target) => {
            let id = value.rsplit('/').next().unwrap_or(value);
            Test::Refers(target, id.to_owned())
        }
        ParameterType::Uri => Test::Exact(value.to_owned()),
    })
}

fn token(value: &str) -> Test {
    let unescaped = |text: &str| text.replace("\\|", "|");
    let bar = value
        .char_indices()
        .find(|(at, letter)| *letter == '|' && !value[..*at].ends_with('\\'))
        .map(|(at, _)| at);
    match bar {
        None => Test::Token {
            system: None,
            code: Some(unescaped(value)),
        },
        Some(at) => {
            let code = &value[at + 1..];
            Test::Token {
                system: Some(unescaped(&value[..at])),
                code: (!code.is_empty()).then(|| unescaped(code)),
            }
        }
    }
}
