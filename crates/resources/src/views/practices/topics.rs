//! What the library holds, topic by topic.

use std::collections::BTreeMap;

use contract::resources::{ListPracticeTopics, ListPracticeTopicsResponse, Practice, PracticeState, PracticeTopic};

/// The fullest first; of equal ones in the order of letters.
pub fn topics(_: &ListPracticeTopics, practices: Vec<Practice>) -> ListPracticeTopicsResponse {
    let mut topics: BTreeMap<String, PracticeTopic> = BTreeMap::new();
    for practice in practices.iter().filter(|it| it.state() == PracticeState::Shared) {
        for topic in practice.content.iter().flat_map(|it| &it.topics) {
            let entry = topics.entry(topic.clone()).or_default();
            entry.practices += 1;
            entry.adoptions += practice.adoptions;
        }
    }
    let mut topics: Vec<_> = topics.into_iter().map(|(topic, it)| PracticeTopic { topic, ..it }).collect();
    topics.sort_by_key(|it| std::cmp::Reverse(it.practices));
    ListPracticeTopicsResponse { as_of: vec![], topics }
}
