//! Known answers of the parser: what is read, what is refused.

use super::super::{Document, Limits, XML_NAMESPACE, XmlError};

fn parse(text: &str) -> Result<Document<'_>, XmlError> {
    Document::parse(text, &Limits::default())
}

#[test]
fn names_are_read_by_namespace_whatever_the_prefix() {
    for text in [
        r#"<a xmlns="urn:x"><b c="1">t</b></a>"#,
        r#"<p:a xmlns:p="urn:x"><p:b c='1'>t</p:b></p:a>"#,
        r#"<p:a xmlns:p="urn:y" xmlns:q="urn:x" xmlns:p2="urn:x"
           ><z/></p:a>"#,
    ] {
        let document = parse(text).unwrap();
        let root = document.root();
        if root.namespace() == "urn:y" {
            assert_eq!(root.children().next().unwrap().namespace(), "");
            continue;
        }
        let b = root.child("urn:x", "b").unwrap();
        assert_eq!((b.text().as_ref(), b.attribute("", "c")), ("t", Some("1")));
        assert!(root.child("", "b").is_none());
    }
}

#[test]
fn scopes_end_with_their_element() {
    let text = r#"<a xmlns="u:1" xmlns:p="u:p"><b xmlns="u:2" xmlns:p="u:q"><p:c/></b><p:d xmlns=""><e/></p:d></a>"#;
    let document = parse(text).unwrap();
    let names: Vec<_> = document
        .root()
        .descendants()
        .map(|n| (n.namespace(), n.local_name()))
        .collect();
    assert_eq!(names, [("u:2", "b"), ("u:q", "c"), ("u:p", "d"), ("", "e")]);
    let d = document.root().child("u:p", "d").unwrap();
    assert_eq!(&text[d.span()], r#"<p:d xmlns=""><e/></p:d>"#);
}

#[test]
fn text_joins_references_cdata_and_comments() {
    let document =
        parse("<a>x&amp;<!-- no --><![CDATA[<y>]]>&#233;&#xE9;<b>in</b> z\r\n</a>").unwrap();
    assert_eq!(document.root().text(), "x&<y>éé z\n");
}

#[test]
fn attributes_are_normalised_and_have_namespaces() {
    let document = parse("<a xmlns:p='u:p' b='1' p:b='x\r\ny&#10;&lt;' xml:lang='fr'/>").unwrap();
    let root = document.root();
    assert_eq!(root.attribute("", "b"), Some("1"));
    assert_eq!(root.attribute("u:p", "b"), Some("x y\n<"));
    assert_eq!(root.attribute(XML_NAMESPACE, "lang"), Some("fr"));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        "",
        "  ",
        "x",
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>x",
        "<a/>&amp;",
        "<a>&amp</a>",
        "<a b>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a b='<'/>",
        "<a b='1' b='2'/>",
        "<a b='&#0;'/>",
        "<a>&#xD800;</a>",
        "<a>&#x;</a>",
        "<a>&#+65;</a>",
        "<a>]]></a>",
        "<a><!-- -- --></a>",
        "<1a/>",
        "<a:b:c/>",
        "<:a/>",
        "<a:/>",
        "<a:b/>",
        "<a b:c=''/>",
        "<a xmlns:b=''/>",
        "<a xmlns:xmlns='u'/>",
        "<a xmlns:xml='u'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns='u' xmlns='v'/>",
        "<a xmlns:p='u' xmlns:p='u'/>",
        "<a xmlns:p='u' xmlns:q='u' p:c='' q:c=''/>",
        " <?xml version='1.0'?><a/>",
        "<a><?xml version='1.0'?></a>",
        "<?xml version='1.1'?><a/>",
        "<?XmL x?><a/>",
        "<a>\u{1}</a>",
        "<![CDATA[x]]><a/>",
        "<a",
        "<a b='",
        "<a><![CDATA[",
        "<a><!--",
        "<",
        "<a/",
        "<>",
        "< a/>",
        "</>",
        "<a>&;</a>",
        "<a>< b/></a>",
        "<a ='1'/>",
    ] {
        assert!(parse(text).is_err(), "{text:?} was accepted");
    }
}

#[test]
fn doctypes_and_entities_are_refused_by_name() {
    let bomb = "<!DOCTYPE a [<!ENTITY x 'yyyy'><!ENTITY z '&x;&x;'>]><a>&z;</a>";
    assert!(
        matches!(parse(bomb), Err(XmlError::Doctype { .. })),
        "{:?}",
        parse(bomb)
    );
    assert!(matches!(
        parse("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"),
        Err(XmlError::Doctype { .. })
    ));
    assert_eq!(
        parse("<a>&nbsp;</a>").unwrap_err(),
        XmlError::Entity {
            name: "nbsp".into(),
            offset: 3
        }
    );
    assert!(matches!(
        parse("<a b='&x;'/>"),
        Err(XmlError::Entity { .. })
    ));
}

#[test]
fn limits_hold() {
    let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse(&deep(64)).is_ok());
    assert!(matches!(
        parse(&deep(65)),
        Err(XmlError::TooDeep { limit: 64, .. })
    ));
    assert!(matches!(
        parse(&deep(10_000)),
        Err(XmlError::TooDeep { .. })
    ));
    let limits = Limits {
        bytes: 20,
        attributes: 2,
        nodes: 3,
        ..Limits::default()
    };
    assert!(matches!(
        Document::parse(&" ".repeat(21), &limits),
        Err(XmlError::TooLarge {
            limit: 20,
            actual: 21
        })
    ));
    assert!(matches!(
        Document::parse("<a b='' c='' d=''/>", &limits),
        Err(XmlError::TooManyAttributes { .. })
    ));
    assert!(matches!(
        Document::parse("<a><b/><c/><d/></a>", &limits),
        Err(XmlError::TooManyNodes { .. })
    ));
    let many = (0..200).fold(String::new(), |many, n| format!("{many} a{n}=''"));
    assert!(parse(&format!("<e{many}/>")).is_ok());
    assert!(matches!(
        parse(&format!("<e{many} a7=''/>")),
        Err(XmlError::DuplicateAttribute { .. })
    ));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[<>/a-c:=\"'&;#x! \\[\\]\\-?\u{e9}]{0,60}") {
        if let Ok(document) = parse(&text) {
            for node in document.root().descendants() {
                let _ = (node.text(), node.namespace(), &text[node.span()]);
            }
        }
    }
}
