//! From tokens to tree: nesting, namespaces, limits.
//!
//! `quick-xml` finds the tokens; everything it is lenient about (names, attributes, what stands
//! outside the root, forbidden characters) is checked here.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::document::{Attribute, Document, ElementData, Kind, NONE, NodeData};
use super::error::XmlError;
use super::scope::{Scope, index_of};
use super::start_tag::{self, RawAttribute};
use super::{Limits, chars};

pub(super) fn parse<'i>(text: &'i str, limits: &Limits) -> Result<Document<'i>, XmlError> {
    if text.len() > limits.bytes {
        return Err(XmlError::TooLarge {
            limit: limits.bytes,
            actual: text.len(),
        });
    }
    if let Some(offset) = chars::first_forbidden(text) {
        return Err(XmlError::malformed(
            offset,
            "control character that XML forbids",
        ));
    }
    let mut builder = Builder::new(text, limits);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            XmlError::malformed(position(reader.error_position()), error.to_string())
        })?;
        let end = position(reader.buffer_position());
        match event {
            Event::Start(_) => builder.open(start, end, false)?,
            Event::Empty(_) => builder.open(start, end, true)?,
            Event::End(_) => builder.close(end)?,
            Event::Text(raw) => {
                if text[start..end].contains("]]>") {
                    return Err(XmlError::malformed(start, "`]]>` in a text"));
                }
                builder.text(raw.xml10_content(), start, true)?;
            }
            Event::CData(raw) => builder.text(raw.xml10_content(), start, false)?,
            Event::GeneralRef(name) => {
                let c = start_tag::reference_char(&name.into_inner(), start)?;
                builder.text(Cow::Owned(c.to_string()), start, false)?;
            }
            Event::Decl(declaration) => {
                let version = declaration
                    .version()
                    .map_err(|error| XmlError::malformed(start, error.to_string()))?;
                if start != 0 || version != "1.0" {
                    return Err(XmlError::malformed(
                        start,
                        "an XML declaration must come first and say version 1.0",
                    ));
                }
            }
            Event::PI(instruction) => {
                if instruction.target().eq_ignore_ascii_case("xml") {
                    return Err(XmlError::malformed(
                        start,
                        "a processing instruction may not be named `xml`",
                    ));
                }
            }
            Event::Comment(_) => {}
            Event::DocType(_) => return Err(XmlError::Doctype { offset: end }),
            Event::Eof => return builder.finish(end),
        }
    }
}

fn position(offset: u64) -> usize {
    // A text in memory is never longer than a usize.
    usize::try_from(offset).unwrap_or(usize::MAX)
}

struct Builder<'i, 'l> {
    input: &'i str,
    limits: &'l Limits,
    document: Document<'i>,
    open: Vec<u32>,
    scope: Scope<'i>,
    raw: Vec<RawAttribute<'i>>,
}

impl<'i, 'l> Builder<'i, 'l> {
    fn new(input: &'i str, limits: &'l Limits) -> Self {
        Self {
            input,
            limits,
            document: Document {
                nodes: Vec::with_capacity(input.len() / 32 + 8),
                attributes: Vec::with_capacity(16),
                namespaces: Scope::namespaces(),
            },
            open: Vec::with_capacity(16),
            scope: Scope::default(),
            raw: Vec::with_capacity(8),
        }
    }

    fn open(&mut self, start: usize, end: usize, empty: bool) -> Result<(), XmlError> {
        if self.open.is_empty() && !self.document.nodes.is_empty() {
            return Err(XmlError::malformed(start, "a second root element"));
        }
        if self.open.len() == self.limits.depth {
            return Err(XmlError::TooDeep {
                limit: self.limits.depth,
                offset: start,
            });
        }
        let inside = &self.input[start + 1..end - if empty { 2 } else { 1 }];
        let length = inside
            .bytes()
            .position(|byte| byte.is_ascii_whitespace())
            .unwrap_or(inside.len());
        let (prefix, local) = start_tag::split_name(&inside[..length], start)?;
        self.raw.clear();
        start_tag::attributes(
            &inside[length..],
            start + 1 + length,
            self.limits.attributes,
            &mut self.raw,
        )?;
        self.scope.declare(
            &self.raw,
            self.open.len() + 1,
            &mut self.document.namespaces,
        )?;
        let namespace = self.scope.resolve(prefix, start)?;
        let first = self.document.attributes.len();
        self.keep_attributes(start)?;
        let index = self.append(Kind::Element(ElementData {
            prefix,
            local,
            namespace,
            first_child: NONE,
            last_child: NONE,
            attributes: index_of(first)..index_of(self.document.attributes.len()),
            span: start..end,
        }))?;
        self.open.push(index);
        if empty { self.close(end) } else { Ok(()) }
    }

    fn close(&mut self, end: usize) -> Result<(), XmlError> {
        let depth = self.open.len();
        // The tokenizer has matched the names already; an end without start does not come here.
        let Some(index) = self.open.pop() else {
            return Err(XmlError::malformed(end, "end tag without start"));
        };
        if let Kind::Element(data) = &mut self.document.nodes[index as usize].kind {
            data.span.end = end;
        }
        self.scope.leave(depth);
        Ok(())
    }

    fn text(
        &mut self,
        text: Cow<'i, str>,
        offset: usize,
        space_allowed: bool,
    ) -> Result<(), XmlError> {
        let Some(parent) = self.open.last().copied() else {
            return if space_allowed && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                Ok(())
            } else {
                Err(XmlError::malformed(offset, "text outside the root element"))
            };
        };
        let last = match &self.document.nodes[parent as usize].kind {
            Kind::Element(data) => data.last_child,
            Kind::Text(_) => NONE,
        };
        if last != NONE
            && let Kind::Text(last) = &mut self.document.nodes[last as usize].kind
        {
            last.to_mut().push_str(&text);
            return Ok(());
        }
        if text.is_empty() {
            return Ok(());
        }
        self.append(Kind::Text(text)).map(drop)
    }

    fn append(&mut self, kind: Kind<'i>) -> Result<u32, XmlError> {
        let nodes = &mut self.document.nodes;
        if nodes.len() >= self.limits.nodes {
            return Err(XmlError::TooManyNodes {
                limit: self.limits.nodes,
            });
        }
        let index = index_of(nodes.len());
        nodes.push(NodeData {
            kind,
            next_sibling: NONE,
        });
        let previous = match self
            .open
            .last()
            .map(|parent| &mut nodes[*parent as usize].kind)
        {
            Some(Kind::Element(data)) => {
                if data.first_child == NONE {
                    data.first_child = index;
                }
                std::mem::replace(&mut data.last_child, index)
            }
            _ => NONE,
        };
        if previous != NONE {
            nodes[previous as usize].next_sibling = index;
        }
        Ok(index)
    }

    /// Keeps the attributes that are not declarations, each once.
    fn keep_attributes(&mut self, offset: usize) -> Result<(), XmlError> {
        let first = self.document.attributes.len();
        // Beyond a few attributes, pairwise comparison would be quadratic.
        let mut seen: Option<HashSet<(u32, &'i str)>> = (self.raw.len() > 12).then(HashSet::new);
        for at in 0..self.raw.len() {
            let raw = self.raw[at];
            if raw.prefix == "xmlns" || (raw.prefix.is_empty() && raw.local == "xmlns") {
                continue;
            }
            let namespace = if raw.prefix.is_empty() {
                0
            } else {
                self.scope.resolve(raw.prefix, raw.offset)?
            };
            let kept = &self.document.attributes[first..];
            let duplicate = match &mut seen {
                Some(seen) => !seen.insert((namespace, raw.local)),
                None => kept
                    .iter()
                    .any(|a| a.namespace == namespace && a.local == raw.local),
            };
            if duplicate {
                return Err(XmlError::DuplicateAttribute {
                    name: raw.local.to_owned(),
                    offset,
                });
            }
            let value = start_tag::value(&raw)?;
            self.document.attributes.push(Attribute {
                prefix: raw.prefix,
                local: raw.local,
                namespace,
                value,
            });
        }
        Ok(())
    }

    fn finish(self, end: usize) -> Result<Document<'i>, XmlError> {
        if let Some(index) = self.open.last() {
            let name = match &self.document.nodes[*index as usize].kind {
                Kind::Element(data) => data.local,
                Kind::Text(_) => "",
            };
            return Err(XmlError::malformed(
                end,
                format!("the document ends inside `{name}`"),
            ));
        }
        if self.document.nodes.is_empty() {
            return Err(XmlError::malformed(end, "no root element"));
        }
        Ok(self.document)
    }
}

#[cfg(test)]
mod tests;
