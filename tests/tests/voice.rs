//! Voice and power as members see it: who proposes, speaks, objects and gives, over all time and by quarter.

use contract::{
    partners::{
        Choice, GetVoice, ListVoice, ListVoiceResponse, Matter, MemberVoice, OpenProposal, TakePosition, Voice,
    },
    resources::{ConfirmTransaction, RecordTransaction, TransactionType},
};
use tempfile::TempDir;
use tests::{Members, World, embedded};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn what_each_member_puts_forward_and_says_is_counted_beside_what_it_gives() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::invited(&World::new(&client), "voices", 3).await;
    members.accept().await;
    for number in 0..6 {
        let proposal = open(&members, 0, number).await;
        for by in [0, 1, 2] {
            let choice = if by == 2 && number == 0 { Choice::Object } else { Choice::Agree };
            take(&members, by, &proposal, choice).await;
        }
        if number == 0 {
            take(&members, 2, &proposal, Choice::Abstain).await;
        }
    }
    give(&members, 0, 1, 20_000, "KES").await;
    give(&members, 2, 1, 10_000, "KES").await;
    give(&members, 2, 1, 10_000, "USD").await;
    let voice: Voice = members.callers[1].get(asked(&members, "")).await.unwrap();
    let counts = (voice.proposals_decided, voice.proposals_adopted, voice.decided_by_one);
    assert_eq!((counts, voice.transfers_in_other_currencies), ((6, 6, 0), 1));
    assert_eq!(voice.most_made_by, members.ids[0], "one member makes all the proposals");
    assert_eq!(voice.proposals_gini_basis_points, None, "six proposals of three members say little");
    let of =
        |place: usize| -> &MemberVoice { voice.members.iter().find(|it| it.partner_id == members.ids[place]).unwrap() };
    assert_eq!((of(0).proposals_made, of(0).proposals_adopted, of(1).proposals_made), (6, 6, 0));
    assert_eq!((of(2).could_speak, of(2).spoke, of(2).objected), (6, 6, 0), "the last position counts");
    assert_eq!((of(0).given_minor, of(0).share_given_basis_points), (20_000, Some(6_667)));
    assert_eq!((of(1).received_minor, of(1).largest_giver_basis_points), (30_000, Some(6_667)));
    assert_eq!(of(0).largest_giver_basis_points, None, "it received nothing");
    let history = ListVoice { partnership_id: members.partnership.clone(), ..Default::default() };
    let history: ListVoiceResponse = members.callers[1].get(history).await.unwrap();
    assert_eq!(history.quarters.iter().map(|it| it.proposals_decided).sum::<u32>(), 6);
    let quarter: Voice = members.callers[1].get(asked(&members, &history.quarters[0].period)).await.unwrap();
    assert_eq!(quarter.members, history.quarters[0].members);
    let none = members.callers[1].get::<_, Voice>(asked(&members, "1999-Q1")).await.unwrap_err();
    assert!(none.to_string().contains("period"), "{none}");
    host.stop().await.unwrap();
}

fn asked(members: &Members, period: &str) -> GetVoice {
    GetVoice { as_of: vec![], partnership_id: members.partnership.clone(), period: period.into() }
}

async fn open(members: &Members, by: usize, number: u32) -> String {
    let open = OpenProposal {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        matter: Matter::Other.into(),
        title: format!("Meet in Kisumu, {number}"),
        ..Default::default()
    };
    members.callers[by].ask(open).await.unwrap().id
}

async fn take(members: &Members, by: usize, proposal: &str, choice: Choice) {
    let take = TakePosition {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        proposal_id: proposal.into(),
        choice: choice.into(),
        reason: "in the rains nobody travels".into(),
        ..Default::default()
    };
    members.callers[by].ask(take).await.unwrap();
}

async fn give(members: &Members, from: usize, to: usize, amount_minor: i64, currency: &str) {
    let record = RecordTransaction {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: members.ids[from].clone(),
        receiver_partner_id: members.ids[to].clone(),
        amount_minor,
        currency: currency.into(),
        value_date: "2026-03-01".into(),
        transacted_on: "2026-03-01".into(),
        ..Default::default()
    };
    let transaction_id = members.callers[from].ask(record).await.unwrap().id;
    let confirm = ConfirmTransaction {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        transaction_id,
        ..Default::default()
    };
    members.callers[to].ask(confirm).await.unwrap();
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
