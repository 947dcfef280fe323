//! Updates and comments.

use contract::partners::{
    AcknowledgeUpdate, Comment, ListComments, ListUpdates, PostComment, PostUpdate, Thing, Update,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_waits_for_those_it_affects_until_they_take_note() {
    let world = World::active().await;
    let post = PostUpdate { partnership_id: world.id.clone(), what: "Rates fall".into(), ..Default::default() };
    let posted = done(world.api.post_update(in_role("reporter", FUNDER, post.clone())).await);
    let note = [(WaitingKind::AcknowledgeUpdate, "Rates fall".to_owned())];
    for (who, waiting) in [(FUNDER, &[][..]), (LENDER, &note[..]), (TRAINER, &note[..]), (OBSERVER, &[])] {
        assert_eq!(world.waiting(who, &posted.as_of).await, waiting, "for {who}");
    }
    let acknowledge =
        AcknowledgeUpdate { partnership_id: world.id.clone(), update_id: posted.id.clone(), ..Default::default() };
    let noted = done(world.api.acknowledge_update(in_role("reporter", LENDER, acknowledge.clone())).await);
    assert_eq!(world.waiting(LENDER, &noted.as_of).await, []);
    assert_eq!(world.waiting(TRAINER, &noted.as_of).await, note);
    denied(world.api.acknowledge_update(by(FUNDER, acknowledge)).await);
    denied(world.api.post_update(by(OBSERVER, post.clone())).await);
    denied(world.api.post_update(in_role("viewer", LENDER, post)).await);

    let update = world.updates(&noted.as_of, "").await.remove(0);
    assert_eq!((update.affects, update.acknowledged_by), (vec![LENDER.into(), TRAINER.into()], vec![LENDER.into()]));
    assert_eq!(update.acknowledge_by, on_wire("2026-01-22T12:00:00Z"));
    assert_eq!((world.updates(&[], TRAINER).await.len(), world.updates(&[], OBSERVER).await.len()), (1, 0));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_only_reads_can_be_asked_to_take_note() {
    let world = World::active().await;
    let affects = vec![OBSERVER.into()];
    let post = PostUpdate { partnership_id: world.id.clone(), what: "A visit".into(), affects, ..Default::default() };
    let posted = done(world.api.post_update(by(FUNDER, post)).await);
    assert_eq!(world.waiting(OBSERVER, &posted.as_of).await.len(), 1);
    let (partnership_id, update_id) = (world.id.clone(), posted.id);
    let acknowledge = AcknowledgeUpdate { partnership_id, update_id, ..Default::default() };
    let noted = done(world.api.acknowledge_update(by(OBSERVER, acknowledge)).await);
    assert_eq!(world.waiting(OBSERVER, &noted.as_of).await, []);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_stand_under_what_they_are_on_in_the_order_they_were_made() {
    let world = World::active().await;
    let said = done(world.api.post_comment(in_role("reporter", OBSERVER, comment(&world, TRAINER, "First"))).await);
    let next = done(world.api.post_comment(by(LENDER, comment(&world, TRAINER, "Second"))).await);
    done(world.api.post_comment(by(LENDER, comment(&world, STRANGER, "Elsewhere"))).await);
    let comments = world.comments(&next.as_of, TRAINER).await;
    let said_by: Vec<_> = comments.iter().map(|it| (it.posted_by.as_str(), it.text.as_str())).collect();
    assert_eq!(said_by, [(OBSERVER, "First"), (LENDER, "Second")]);
    assert_eq!(comments[0].comment_id, said.id);
    denied(world.api.post_comment(by(STRANGER, comment(&world, TRAINER, "Third"))).await);
    let changed = PostComment { comment_id: said.id, ..comment(&world, TRAINER, "Not first") };
    let refused = world.api.post_comment(by(OBSERVER, changed)).await.unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists);
    world.stop().await;
}

impl World {
    async fn updates(&self, as_of: &[String], affects: &str) -> Vec<Update> {
        let query = ListUpdates {
            as_of: as_of.to_vec(),
            partnership_id: self.id.clone(),
            affects: affects.into(),
            ..Default::default()
        };
        self.api.list_updates(by(FUNDER, query)).await.unwrap().into_inner().updates
    }

    async fn comments(&self, as_of: &[String], about_id: &str) -> Vec<Comment> {
        let query = ListComments {
            as_of: as_of.to_vec(),
            partnership_id: self.id.clone(),
            about: Thing::Goal.into(),
            about_id: about_id.into(),
            ..Default::default()
        };
        self.api.list_comments(by(FUNDER, query)).await.unwrap().into_inner().comments
    }
}

fn comment(world: &World, about_id: &str, text: &str) -> PostComment {
    PostComment {
        partnership_id: world.id.clone(),
        about: Thing::Goal.into(),
        about_id: about_id.into(),
        text: text.into(),
        ..Default::default()
    }
}
