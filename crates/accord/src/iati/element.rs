//! One activity's elements as a small tree, so that reading them is looking them up.

use std::io::BufRead;

use super::{
    error::{Error, Place},
    ids,
    pieces::{PIECE_BYTES_MAX, Piece, Pieces, Tag},
};
use uuid::Uuid;

pub(super) const ACTIVITY_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Elements and attributes; an empty one takes few bytes in the file and many in memory.
pub(super) const ACTIVITY_THINGS_MAX: usize = 500_000;

const IDENTIFIER: &str = "iati-identifier";
/// How an identifier begins that is made here.
pub(super) const UNIDENTIFIED: &str = "unidentified-";

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) at: Place,
    pub(super) offset: u64,
    /// What language its words are in: its own, or that of what it stands in.
    pub(super) language: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// Reads the rest of an element whose tag was just opened.
    pub(super) fn read<R: BufRead>(tag: Tag, pieces: &mut Pieces<R>) -> Result<Self, Error> {
        let mut budget = Budget { at: tag.at, ends_before: tag.offset + ACTIVITY_BYTES_MAX, things: 0 };
        let mut element = Self::read_in(tag, "", pieces, &mut budget)?;
        element.identify();
        Ok(element)
    }

    /// An activity that its publisher gave no identifier is known by all that it says.
    fn identify(&mut self) {
        let mut said = Vec::new();
        self.write_down(&mut said);
        let (at, offset) = (self.at, self.offset);
        let place = self.children.iter().position(|it| it.name == IDENTIFIER).unwrap_or_else(|| {
            let (name, language) = (IDENTIFIER.to_owned(), String::new());
            let (attributes, children) = (vec![], vec![]);
            self.children.push(Element { name, at, offset, language, attributes, text: String::new(), children });
            self.children.len() - 1
        });
        let identifier = &mut self.children[place];
        if identifier.text().is_empty() {
            identifier.text = format!("{UNIDENTIFIED}{}", kernel::name_based(&Uuid::NAMESPACE_URL, &said));
        }
    }

    fn write_down(&self, said: &mut Vec<u8>) {
        let mut write = |text: &str| {
            said.extend((text.len() as u64).to_be_bytes());
            said.extend(text.as_bytes());
        };
        write(&self.name);
        write(self.text());
        self.attributes.iter().for_each(|(name, value)| {
            write(name);
            write(value);
        });
        write(&self.children.len().to_string());
        self.children.iter().for_each(|it| it.write_down(said));
    }

    fn read_in<R: BufRead>(
        tag: Tag,
        language: &str,
        pieces: &mut Pieces<R>,
        budget: &mut Budget,
    ) -> Result<Self, Error> {
        let Tag { name, attributes, at, offset } = tag;
        budget.spend(1 + attributes.len(), pieces.offset())?;
        let mut element = Element {
            name,
            at,
            offset,
            language: language.to_owned(),
            attributes,
            text: String::new(),
            children: vec![],
        };
        if let Some(own) = element.attribute("xml:lang") {
            element.language = own.to_ascii_lowercase();
        }
        loop {
            match pieces.next()? {
                // A prefix marks what is not IATI's own; its words are nobody's title.
                Piece::Open(tag) if tag.name.contains(':') => pieces.skip()?,
                Piece::Open(tag) => {
                    let child = Self::read_in(tag, &element.language, pieces, budget)?;
                    if child.attribute(ids::SUPPLIED).is_none() {
                        element.children.push(child);
                    }
                }
                Piece::Text(text) => {
                    budget.spend(0, pieces.offset())?;
                    element.add(&text)?;
                }
                // The file never ends inside an element: the pieces have refused that.
                Piece::Close | Piece::End => return Ok(element),
            }
        }
    }

    /// Text comes in several pieces where an entity or a comment stands in it.
    fn add(&mut self, text: &str) -> Result<(), Error> {
        self.text.push_str(text);
        match self.text.len() as u64 <= PIECE_BYTES_MAX {
            true => Ok(()),
            false => Err(Error::PieceTooLarge { at: self.at, limit_bytes: PIECE_BYTES_MAX }),
        }
    }

    /// An attribute that says something.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(it, _)| it == name)?;
        Some(value.trim()).filter(|it| !it.is_empty())
    }

    /// Whether the attribute stands there, even with nothing in it.
    pub(super) fn bears(&self, name: &str) -> bool {
        self.attributes.iter().any(|(it, _)| it == name)
    }

    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    pub(super) fn children(&self) -> &[Element] {
        &self.children
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |it| it.name == name)
    }

    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|it| it.name == name)
    }

    /// An attribute of the first such child: `<value currency="GBP">`.
    pub(super) fn of_first(&self, name: &str, attribute: &str) -> Option<&str> {
        self.first(name)?.attribute(attribute)
    }
}

/// How large one activity may get.
struct Budget {
    at: Place,
    ends_before: u64,
    things: usize,
}

impl Budget {
    fn spend(&mut self, things: usize, offset: u64) -> Result<(), Error> {
        self.things += things;
        match self.things <= ACTIVITY_THINGS_MAX && offset <= self.ends_before {
            true => Ok(()),
            false => Err(Error::ActivityTooLarge {
                at: self.at,
                limit_bytes: ACTIVITY_BYTES_MAX,
                limit_things: ACTIVITY_THINGS_MAX,
            }),
        }
    }
}
