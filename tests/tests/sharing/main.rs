//! Seasonal loans with training, over a year: a funder's grant in two instalments, the second six weeks late; an NGO's
//! trainers and a cooperative's store; one delivery disputed and settled; a practice that others take up. Each view shows it
//! as each partner would tell it, and every command repeated late changes nothing.

mod funds;
mod ground;
mod telling;
mod things;

use ground::{Ground, partnership};

#[tokio::test(flavor = "multi_thread")]
async fn a_season_of_sharing_is_told_alike_by_all_of_them() {
    let mut ground = Ground::new().await;
    let grant = funds::plan(&ground).await;
    let shared = things::agree(&ground).await;
    funds::first_instalment(&ground, &grant).await;
    things::deliver(&ground, &shared).await;
    ground.restart().await;
    things::settle(&ground, &shared).await;
    funds::second_instalment(&ground, &grant).await;
    things::practice(&ground).await;
    ground.restart().await;
    things::give_back(&ground, &shared).await;
    telling::check(&ground, &grant, &shared).await;
    late_retries_change_nothing(&ground).await;
    ground.end().await;
}

async fn late_retries_change_nothing(ground: &Ground) {
    let before = ground.world.settled(&partnership()).await;
    let mut calls = ground.world.operator.called();
    calls.reverse();
    for mut called in calls {
        let again = (called.again)().await.unwrap_or_else(|failure| panic!("{}: {failure}", called.rpc));
        called.receipt.as_of.sort();
        assert_eq!(again, called.receipt, "a late retry of {} gets the same receipt", called.rpc);
    }
    assert_eq!(ground.world.settled(&partnership()).await, before, "late retries change nothing");
}
