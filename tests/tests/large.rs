//! Answers that could outgrow what a caller takes where it says nothing else: 4 MiB.

use contract::goals::{GetResultsTree, Level, ListGoals, ListGoalsResponse, ProposeGoal, ResultsTree};
use prost::Message;
use tempfile::TempDir;
use tests::{Members, World, embedded};

const GOALS: usize = 400;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_ends_before_it_outgrows_what_a_caller_takes() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let members = Members::invited(&world, "long", 2).await;
    members.accept().await;
    for place in 0..GOALS {
        let propose = ProposeGoal {
            partnership_id: members.partnership.clone(),
            title: format!("Goal {place}"),
            level: Level::Outcome.into(),
            approach: "a".repeat(4_096),
            assumptions: "b".repeat(4_096),
            ..Default::default()
        };
        members.callers[0].ask(propose).await.unwrap();
    }
    let mut asked = ListGoals { partnership_id: members.partnership.clone(), page_size: 500, ..Default::default() };
    let mut seen = 0;
    loop {
        let page: ListGoalsResponse = members.callers[0].get(asked.clone()).await.unwrap();
        assert!(page.encoded_len() < 4 << 20, "{}", page.encoded_len());
        assert!(!page.goals.is_empty());
        seen += page.goals.len();
        if page.next_page_token.is_empty() {
            break;
        }
        asked.page_token = page.next_page_token;
    }
    assert_eq!(seen, GOALS);
    let tree = GetResultsTree { partnership_id: members.partnership.clone(), ..Default::default() };
    let tree: ResultsTree = members.callers[0].get(tree).await.unwrap();
    assert_eq!(tree.nodes.len(), GOALS);
    assert!(tree.encoded_len() < 1 << 20, "texts are left to each goal: {}", tree.encoded_len());
    host.stop().await.unwrap();
}
