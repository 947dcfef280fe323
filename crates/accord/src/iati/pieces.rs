//! XML in pieces, each within limits and each with its place, so that no file can make us hold much of it.

use std::io::{self, BufRead, Read};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesDecl, BytesRef, BytesStart, Event},
};

use super::{
    error::{Error, Place},
    wording,
};

/// One tag with its attributes, one comment, one run of text.
pub(super) const PIECE_BYTES_MAX: u64 = 1024 * 1024;
pub(super) const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
pub(super) const DEPTH_MAX: usize = 64;
const SAID_BYTES_MAX: usize = 200;

#[derive(Debug)]
pub(super) struct Pieces<R> {
    xml: Reader<Watched<R>>,
    buffer: Vec<u8>,
    open: Vec<String>,
    roots: usize,
    /// Where the piece starts that is being read.
    at: Place,
}

#[derive(Debug)]
pub(super) enum Piece {
    Open(Tag),
    Text(String),
    Close,
    End,
}

#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) at: Place,
    pub(super) offset: u64,
}

impl<R: BufRead> Pieces<R> {
    /// Reads on from a place that is known to start an element, or from the file's start.
    pub(super) fn new(input: R, at: Place, offset: u64) -> Self {
        let mut xml = Reader::from_reader(Watched { input, at, offset, piece_bytes: 0, is_over: false });
        xml.config_mut().expand_empty_elements = true;
        Pieces { xml, buffer: Vec::new(), open: Vec::new(), roots: 0, at }
    }

    pub(super) fn offset(&mut self) -> u64 {
        self.xml.get_mut().offset
    }

    pub(super) fn next(&mut self) -> Result<Piece, Error> {
        loop {
            if let Some(piece) = self.read()? {
                return Ok(piece);
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let outside = self.open.len() - 1;
        while outside < self.open.len() {
            self.next()?;
        }
        Ok(())
    }

    /// The next piece; none for what says nothing, such as a comment.
    fn read(&mut self) -> Result<Option<Piece>, Error> {
        let watched = self.xml.get_mut();
        // The end tag of <a/> is made without reading.
        (self.at, watched.piece_bytes) = (watched.at, 0);
        let offset = watched.offset;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let piece = match self.xml.read_event_into(&mut buffer) {
            Ok(_) if PIECE_BYTES_MAX < self.xml.get_mut().piece_bytes => Err(self.too_large()),
            Ok(event) => self.piece(event, offset),
            Err(error) => Err(self.broken(error)),
        };
        self.buffer = buffer;
        piece
    }

    fn piece(&mut self, event: Event<'_>, offset: u64) -> Result<Option<Piece>, Error> {
        match event {
            Event::Start(start) => self.opened(&start, offset).map(Some),
            Event::End(_) => {
                self.open.pop();
                Ok(Some(Piece::Close))
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let meant = self.resolved(&reference)?;
                self.text(&meant)
            }
            Event::Decl(declaration) => self.check_encoding(&declaration),
            Event::DocType(it) if it.contains('[') => Err(Error::Declarations { at: self.at }),
            Event::Eof => self.ended().map(Some),
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Empty(_) => Ok(None),
        }
    }

    fn opened(&mut self, start: &BytesStart<'_>, offset: u64) -> Result<Piece, Error> {
        if self.open.is_empty() && 0 < self.roots {
            return Err(self.not_xml("a second root element"));
        }
        if DEPTH_MAX <= self.open.len() {
            return Err(Error::TooDeep { at: self.at, limit: DEPTH_MAX });
        }
        self.roots += usize::from(self.open.is_empty());
        let name = start.name().into_inner().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.not_xml(error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.not_xml(error))?;
            attributes.push((attribute.key.into_inner().to_owned(), wording::visible(&value)));
        }
        self.open.push(name.clone());
        Ok(Piece::Open(Tag { name, attributes, at: self.at, offset }))
    }

    fn text(&self, text: &str) -> Result<Option<Piece>, Error> {
        match (self.open.is_empty(), text.trim().is_empty()) {
            (true, true) => Ok(None),
            (true, false) => Err(self.not_xml("text outside of the root element")),
            (false, _) => Ok(Some(Piece::Text(text.to_owned()))),
        }
    }

    fn resolved(&self, reference: &BytesRef<'_>) -> Result<String, Error> {
        if let Some(character) = reference.resolve_char_ref().map_err(|error| self.not_xml(error))? {
            return Ok(character.into());
        }
        match quick_xml::escape::resolve_xml_entity(reference) {
            Some(known) => Ok(known.to_owned()),
            None => Err(self.not_xml(format!("&{}; is nowhere declared", &**reference))),
        }
    }

    fn check_encoding(&self, declaration: &BytesDecl<'_>) -> Result<Option<Piece>, Error> {
        let Some(encoding) = declaration.encoding() else { return Ok(None) };
        let encoding = encoding.map_err(|error| self.not_xml(error))?;
        match encoding.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok(None),
            _ => Err(self.not_xml(format!("it is written in {encoding}, and only UTF-8 is read"))),
        }
    }

    fn ended(&self) -> Result<Piece, Error> {
        match self.open.last() {
            Some(open) => Err(Error::Truncated { at: self.at, open: format!("<{}>", said(open)) }),
            None if self.roots == 0 => Err(self.not_xml("there is no element in it")),
            None => Ok(Piece::End),
        }
    }

    fn broken(&mut self, error: quick_xml::Error) -> Error {
        let is_syntax = matches!(error, quick_xml::Error::Syntax(_));
        let watched = self.xml.get_mut();
        let (now, is_over) = (watched.at, watched.is_over);
        let is_end = !is_over && watched.input.fill_buf().is_ok_and(<[u8]>::is_empty);
        match error {
            _ if is_over => self.too_large(),
            quick_xml::Error::Io(source) => {
                Error::Interrupted { at: now, source: io::Error::new(source.kind(), source.to_string()) }
            }
            _ if is_syntax && is_end && 0 < self.roots => {
                let open = format!("what starts at {}", self.at);
                Error::Truncated { at: now, open }
            }
            other => self.not_xml(other),
        }
    }

    fn too_large(&self) -> Error {
        Error::PieceTooLarge { at: self.at, limit_bytes: PIECE_BYTES_MAX }
    }

    fn not_xml(&self, why: impl ToString) -> Error {
        Error::NotXml { at: self.at, why: said(&why.to_string()) }
    }
}

/// What a file says of itself, fit to be shown.
pub(super) fn said(words: &str) -> String {
    wording::visible(wording::cut(words, SAID_BYTES_MAX).unwrap_or(words))
}

/// The input, with its place counted; it gives no more of a piece than a piece may have.
#[derive(Debug)]
struct Watched<R> {
    input: R,
    at: Place,
    offset: u64,
    piece_bytes: u64,
    is_over: bool,
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if PIECE_BYTES_MAX < self.piece_bytes {
            self.is_over = true;
            return Err(io::Error::other("a piece is too large"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is buffered is there without reading.
        if let Ok(bytes) = self.input.fill_buf() {
            self.at.pass(&bytes[..amount.min(bytes.len())]);
        }
        self.offset += amount as u64;
        self.piece_bytes += amount as u64;
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}
