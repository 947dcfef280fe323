//! An element of IATI 2.03, as it is kept, and as it is written.

use contract::resources::{PublishedAttribute, PublishedElement};

/// The contract counts from 0, and takes no more than 8.
const DEPTH_MAX: u32 = 8;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Node>,
}

impl Node {
    pub fn new(name: &str) -> Self {
        Node { name: name.to_owned(), ..Node::default() }
    }

    /// With an attribute, unless it would say nothing.
    pub fn with(mut self, attribute: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.attributes.push((attribute.to_owned(), value));
        }
        self
    }

    pub fn text(self, text: impl Into<String>) -> Self {
        Node { text: text.into(), ..self }
    }

    pub fn child(mut self, child: Node) -> Self {
        self.children.push(child);
        self
    }

    pub fn all(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }

    /// With words in a narrative, unless there are none.
    pub fn narrative(self, words: &str) -> Self {
        if words.is_empty() { self } else { self.child(Node::new("narrative").text(words)) }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, attribute: &str, value: impl Into<String>) {
        self.attributes.retain(|(it, _)| it != attribute);
        self.attributes.push((attribute.to_owned(), value.into()));
    }

    pub fn first(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|it| it.name == name)
    }

    /// As the contract keeps it: itself, then everything under it.
    pub fn flattened(&self, depth: u32, into: &mut Vec<PublishedElement>) {
        let attribute =
            |(name, value): &(String, String)| PublishedAttribute { name: name.clone(), value: value.clone() };
        into.push(PublishedElement {
            depth,
            name: self.name.clone(),
            attributes: self.attributes.iter().map(attribute).collect(),
            text: self.text.clone(),
        });
        self.children.iter().for_each(|it| it.flattened(depth + 1, into));
    }

    /// Whether the contract takes elements as deep as these.
    pub fn is_flat_enough(&self, depth: u32) -> bool {
        depth <= DEPTH_MAX && self.children.iter().all(|it| it.is_flat_enough(depth + 1))
    }

    /// Back from how the contract keeps them.
    pub fn from_flat(elements: &[PublishedElement]) -> Vec<Node> {
        let mut roots = Vec::new();
        // The last element of each depth that is still open.
        let mut open: Vec<Node> = Vec::new();
        for element in elements {
            close(&mut open, element.depth as usize, &mut roots);
            open.push(Node {
                name: element.name.clone(),
                attributes: element.attributes.iter().map(|it| (it.name.clone(), it.value.clone())).collect(),
                text: element.text.clone(),
                children: vec![],
            });
        }
        close(&mut open, 0, &mut roots);
        roots
    }
}

fn close(open: &mut Vec<Node>, depth: usize, roots: &mut Vec<Node>) {
    while depth < open.len() {
        let Some(done) = open.pop() else { return };
        match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => roots.push(done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_flattened_stands_up_again() {
        let period = Node::new("period").child(Node::new("period-start").with("iso-date", "2020-01-01"));
        let result = Node::new("result").with("type", "1").child(Node::new("title").narrative("More")).child(period);
        let other = Node::new("sector").with("code", "24040").with("vocabulary", "");
        let mut flat = Vec::new();
        result.flattened(0, &mut flat);
        other.flattened(0, &mut flat);
        let depths: Vec<_> = flat.iter().map(|it| (it.depth, it.name.as_str())).collect();
        assert_eq!(
            depths,
            [(0, "result"), (1, "title"), (2, "narrative"), (1, "period"), (2, "period-start"), (0, "sector")]
        );
        assert_eq!(Node::from_flat(&flat), [result, other]);
        assert_eq!(Node::from_flat(&[]), []);
    }

    #[test]
    fn no_more_depth_is_kept_than_the_contract_takes() {
        let mut deep = Node::new("a");
        for _ in 0..8 {
            deep = Node::new("a").child(deep);
        }
        assert!(deep.is_flat_enough(0) && !deep.is_flat_enough(1));
    }
}
