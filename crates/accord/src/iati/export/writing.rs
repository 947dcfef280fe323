//! Activities written one after the other: a document is never whole in memory.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use crate::iati::{ids, node::Node};

pub struct Document<W: Write> {
    xml: Writer<W>,
}

impl<W: Write> Document<W> {
    pub fn new(output: W) -> io::Result<Self> {
        let mut xml = Writer::new_with_indent(output, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut root = BytesStart::new("iati-activities");
        root.push_attribute(("version", "2.03"));
        root.push_attribute(("xmlns:accord", ids::NAMESPACE_URI));
        xml.write_event(Event::Start(root))?;
        Ok(Document { xml })
    }

    pub fn write(&mut self, node: &Node) -> io::Result<()> {
        let mut start = BytesStart::new(node.name.as_str());
        for (name, value) in &node.attributes {
            start.push_attribute((name.as_str(), legal(value).as_str()));
        }
        match (node.text.as_str(), node.children.as_slice()) {
            ("", []) => self.xml.write_event(Event::Empty(start)),
            (text, children) => {
                self.xml.write_event(Event::Start(start))?;
                if !text.is_empty() {
                    self.xml.write_event(Event::Text(BytesText::new(&legal(text))))?;
                }
                children.iter().try_for_each(|it| self.write(it))?;
                self.xml.write_event(Event::End(BytesEnd::new(node.name.as_str())))
            }
        }
    }

    pub fn finish(mut self) -> io::Result<W> {
        self.xml.write_event(Event::End(BytesEnd::new("iati-activities")))?;
        let mut output = self.xml.into_inner();
        output.write_all(b"\n")?;
        output.flush()?;
        Ok(output)
    }
}

/// XML 1.0 has no place for some characters, however they are written.
fn legal(text: &str) -> String {
    let is_legal = |it: char| !it.is_control() || it == '\n' || it == '\t';
    let is_character = |it: char| is_legal(it) && !matches!(it, '\u{FFFE}' | '\u{FFFF}');
    text.replace("\r\n", "\n")
        .chars()
        .map(|it| if is_character(it) { it } else { char::REPLACEMENT_CHARACTER })
        .collect()
}
