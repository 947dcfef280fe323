//! What is taken out of the record: nobody reads it again, in no answer, file or stream, whatever key is tried.

use std::{fs, time::Duration};

use contract::{
    common::Sealed,
    log::{Envelope, ListChanges, ListChangesResponse, Written},
    partners::{
        AnswerConcern, AppointRepresentative, CheckIn, Choice, Comment, Concern, ConcernAudience, ConcernSeverity,
        Contact, EraseContact, GetConcern, GetPartner, ListCheckIns, ListCheckInsResponse, ListComments,
        ListCommentsResponse, ListProposals, ListProposalsResponse, ListRedactions, ListRedactionsResponse,
        ListUpdates, ListUpdatesResponse, ListWaiting, ListWaitingResponse, Partner, PostComment, PostUpdate, Proposal,
        ProposalState, RaiseConcern, RecordCheckIn, RedactText, Redaction, RedactionState, TakePosition, Thing, Update,
    },
};
use kernel::seal::{Key, Label};
use prost::{Message, Name};
use prost_reflect::{DynamicMessage, ReflectMessage, Value};
use tempfile::TempDir;
use tests::{Members, Nats, Process, World, embedded, faults::check_logs, found};
use uuid::Uuid;

const COMMENT: &str = "the-officer-of-the-bank-said";
const UPDATE: &str = "the-officer-has-moved-to-herat";
const CHECK_IN: &str = "the-officer-does-not-answer";
const CONCERN: &str = "the-officer-took-the-ledger";
const ANSWER: &str = "the-officer-brought-it-back";
const ADDRESS: &str = "the-officer@example.org";
/// Stands in the open, and last.
const WHY_ERASED: &str = "has-left-the-bank";
const ALL: [&str; 6] = [COMMENT, UPDATE, CHECK_IN, CONCERN, ANSWER, ADDRESS];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_out_is_read_by_nobody_again_in_no_answer_file_or_stream() {
    let nats = Nats::start();
    let folder = TempDir::new().unwrap();
    let mut up = Process::new(&[], folder.path(), Some(&nats.url()));
    up.start();
    up.wait_until_it_listens();
    let members = Members::invited(&World::new(&up.client()), "taken-out", 3).await;
    members.accept().await;
    let things = Things::written(&members).await;
    for by in [0, 1] {
        assert_eq!(things.read(&members, by).await, ALL.map(str::to_owned), "both sides read all of it");
    }
    assert_eq!(written(&members, 1).await, ALL[..5], "and in the record itself");
    assert_eq!(written(&members, 2).await, ALL[..3], "a third reads nothing that is between sides");
    let kept = fs::read(folder.path().join("partners/keys")).unwrap();
    let sealed = seals(&members).await;
    assert_eq!(openable(&kept, &sealed), 5 + members.ids.len(), "with the expectations");
    things.take_out(&members).await;
    for by in [0, 1] {
        assert_eq!(things.read(&members, by).await, [const { String::new() }; 6]);
    }
    let waiting: ListWaitingResponse =
        members.callers[1].get(ListWaiting { page_size: 50, ..Default::default() }).await.unwrap();
    assert!(waiting.waiting.iter().any(|it| it.title == "(taken out of the record)"), "{waiting:?}");
    assert_eq!(written(&members, 1).await, ["out"; 5]);
    let redactions = redactions(&members).await;
    assert_eq!(redactions.len(), 5);
    assert!(redactions.iter().all(|it| it.state() == RedactionState::Redacted && it.reason == "It names a person"));

    // What it writes there next is read as before.
    members.callers[0].ask(check_in(&members, "all-is-well")).await.unwrap();
    assert_eq!(things.check_in(&members, 1).await.going_well, "all-is-well");

    let published = async {
        while found(nats.folder(), WHY_ERASED.as_bytes()) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), published).await.expect("the last fact is on NATS");
    up.kill();
    for secret in ALL {
        assert_eq!((found(folder.path(), secret.as_bytes()), found(nats.folder(), secret.as_bytes())), (0, 0));
    }
    let left = fs::read(folder.path().join("partners/keys")).unwrap();
    assert_eq!(openable(&left, &sealed), members.ids.len(), "the expectations alone");

    // A backup of the keys that is older than that brings nothing back.
    fs::write(folder.path().join("partners/keys"), &kept).unwrap();
    up.start();
    up.wait_until_it_listens();
    assert_eq!(things.read(&members, 1).await[..2], [const { String::new() }; 2]);
    let again = fs::read(folder.path().join("partners/keys")).unwrap();
    assert_eq!(openable(&again, &sealed), members.ids.len());
    up.terminate();
    assert!(0 < check_logs(folder.path(), &[]).own, "and the tree and the sequences are as they were written");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_wrote_goes_by_decision_alone() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let members = Members::invited(&World::new(&client), "by-decision", 3).await;
    members.accept().await;
    let comment = members.callers[0].ask(comment(&members, COMMENT)).await.unwrap().id;
    let redact = |about: Thing, about_id: &str, of: usize| RedactText {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        about: about.into(),
        about_id: about_id.into(),
        written_by: members.ids[of].clone(),
        reason: "It names a person".into(),
        ..Default::default()
    };
    let nothing = members.callers[1].ask(redact(Thing::Comment, &comment, 2)).await.unwrap_err();
    assert!(nothing.to_string().contains("has written nothing there"), "{nothing}");
    let decided = members.callers[1].ask(redact(Thing::Proposal, &comment, 0)).await.unwrap_err();
    assert!(decided.to_string().contains("what was put to the members"), "{decided}");

    members.callers[1].ask(redact(Thing::Comment, &comment, 0)).await.unwrap();
    let twice = members.callers[2].ask(redact(Thing::Comment, &comment, 0)).await.unwrap_err();
    assert!(twice.to_string().contains("already asked"), "{twice}");
    assert_eq!(comments(&members, 2).await[0].text, COMMENT, "until they have decided");
    decide(&members, "wrote in a comment").await;
    let gone = &comments(&members, 2).await[0];
    assert_eq!((gone.text.as_str(), gone.redacted, gone.posted_by == members.ids[0]), ("", true, true));
    let redaction = &redactions(&members).await[0];
    assert_eq!((redaction.state(), &redaction.proposed_by), (RedactionState::Redacted, &members.ids[1]));
    assert!(redaction.why.starts_with("adopted"), "{}", redaction.why);
    host.stop().await.unwrap();
}

/// Written by the first member; the answer by the second.
struct Things {
    comment: String,
    update: String,
    check_in: String,
    concern: String,
}

impl Things {
    async fn written(members: &Members) -> Self {
        let (first, second) = (&members.callers[0], &members.callers[1]);
        let (partnership_id, command_id) = (members.partnership.clone(), fresh);
        let update = PostUpdate {
            command_id: command_id(),
            partnership_id: partnership_id.clone(),
            what: UPDATE.into(),
            ..Default::default()
        };
        let raise = RaiseConcern {
            command_id: command_id(),
            partnership_id: partnership_id.clone(),
            about: vec![members.ids[1].clone()],
            audience: ConcernAudience::Sides.into(),
            severity: ConcernSeverity::Serious.into(),
            text: CONCERN.into(),
            ..Default::default()
        };
        let appoint = AppointRepresentative {
            command_id: command_id(),
            partner_id: members.ids[0].clone(),
            person: "p-17".into(),
            starts_on: "2026-01-01".into(),
            contact: Some(Contact { name: "Officer".into(), email: ADDRESS.into(), ..Default::default() }),
            ..Default::default()
        };
        let things = Things {
            comment: first.ask(comment(members, COMMENT)).await.unwrap().id,
            update: first.ask(update).await.unwrap().id,
            check_in: first.ask(check_in(members, CHECK_IN)).await.unwrap().id,
            concern: first.ask(raise).await.unwrap().id,
        };
        first.ask(appoint).await.unwrap();
        let (concern_id, text) = (things.concern.clone(), ANSWER.to_owned());
        let answer = AnswerConcern { command_id: fresh(), partnership_id, concern_id, text, ..Default::default() };
        second.ask(answer).await.unwrap();
        things
    }

    async fn take_out(&self, members: &Members) {
        let places = [
            (0, Thing::Comment, &self.comment),
            (0, Thing::Update, &self.update),
            (0, Thing::CheckIn, &self.check_in),
            (0, Thing::Concern, &self.concern),
            (1, Thing::Concern, &self.concern),
        ];
        for (by, about, about_id) in places {
            let redact = || RedactText {
                command_id: fresh(),
                partnership_id: members.partnership.clone(),
                about: about.into(),
                about_id: about_id.clone(),
                reason: "It names a person".into(),
                ..Default::default()
            };
            members.callers[by].ask(redact()).await.unwrap();
            members.callers[by].ask(redact()).await.unwrap();
        }
        let erase = EraseContact {
            command_id: fresh(),
            partner_id: members.ids[0].clone(),
            person: "p-17".into(),
            reason: WHY_ERASED.into(),
            ..Default::default()
        };
        members.callers[0].ask(erase).await.unwrap();
    }

    /// The texts, in the order of ALL.
    async fn read(&self, members: &Members, by: usize) -> [String; 6] {
        let partnership_id = members.partnership.clone();
        let caller = &members.callers[by];
        let updates = ListUpdates { partnership_id: partnership_id.clone(), ..Default::default() };
        let updates: ListUpdatesResponse = caller.get(updates).await.unwrap();
        let Update { what, redacted, sealed, .. } = updates.updates[0].clone();
        assert_eq!((what.is_empty(), sealed), (redacted, None));
        let concern_id = self.concern.clone();
        let concern: Concern = caller.get(GetConcern { as_of: vec![], partnership_id, concern_id }).await.unwrap();
        assert_eq!(concern.text.is_empty(), concern.redacted);
        let partner: Partner =
            caller.get(GetPartner { as_of: vec![], partner_id: members.ids[0].clone() }).await.unwrap();
        let contact = partner.representative.unwrap().contact;
        [
            comments(members, by).await[0].text.clone(),
            what,
            self.check_in(members, by).await.going_well,
            concern.text,
            concern.steps[0].text.clone(),
            contact.unwrap_or_default().email,
        ]
    }

    async fn check_in(&self, members: &Members, by: usize) -> CheckIn {
        let list = ListCheckIns { partnership_id: members.partnership.clone(), ..Default::default() };
        let check_ins: ListCheckInsResponse = members.callers[by].get(list).await.unwrap();
        check_ins.check_ins.into_iter().find(|it| it.check_in_id == self.check_in).unwrap()
    }
}

async fn changes(members: &Members, by: usize) -> ListChangesResponse {
    let list = ListChanges {
        partnership_id: members.partnership.clone(),
        service: "partners".into(),
        page_size: 500,
        ..Default::default()
    };
    members.callers[by].get(list).await.unwrap()
}

/// What the record says in words to a member.
async fn written(members: &Members, by: usize) -> Vec<String> {
    let say = |it: Written| if it.redacted { "out".into() } else { it.text };
    changes(members, by).await.written.into_iter().map(say).collect()
}

/// Everything sealed that the record tells of.
async fn seals(members: &Members) -> Vec<Sealed> {
    changes(members, 0).await.changes.iter().flat_map(|it| sealed_in(&dynamic(it))).collect()
}

fn dynamic(fact: &Envelope) -> DynamicMessage {
    let envelope = contract::pool().get_message_by_name(&Envelope::full_name()).expect("the contract has it");
    DynamicMessage::decode(envelope, &fact.encode_to_vec()[..]).expect("what its descriptor says it is")
}

/// Everything sealed in a message, however deep.
fn sealed_in(message: &DynamicMessage) -> Vec<Sealed> {
    if message.descriptor().full_name() == Sealed::full_name() {
        return vec![message.transcode_to().expect("what its descriptor says it is")];
    }
    let within = |value: &Value| match value {
        Value::Message(it) => sealed_in(it),
        Value::List(items) => items.iter().filter_map(Value::as_message).flat_map(sealed_in).collect(),
        _ => vec![],
    };
    message.fields().flat_map(|(_, value)| within(value)).collect()
}

/// How many of them any of the 32 bytes in a row that stand in the file opens.
fn openable(keys: &[u8], sealed: &[Sealed]) -> usize {
    let keys: Vec<Key> = keys.windows(32).filter_map(Key::released).collect();
    let opens = |it: &&Sealed| {
        let label = Label { key_id: &it.key_id, writer: &it.writer, audience: &it.audience };
        keys.iter().any(|key| key.open(label, &it.ciphertext).is_some())
    };
    sealed.iter().filter(opens).count()
}

async fn decide(members: &Members, title: &str) {
    let list = ListProposals { partnership_id: members.partnership.clone(), ..Default::default() };
    let listed: ListProposalsResponse = members.callers[0].get(list).await.unwrap();
    let is_it = |it: &&Proposal| it.title.contains(title) && it.state() == ProposalState::Open;
    let proposal_id = listed.proposals.iter().find(is_it).expect("the members are asked").proposal_id.clone();
    for caller in &members.callers {
        let take = TakePosition {
            command_id: fresh(),
            partnership_id: members.partnership.clone(),
            proposal_id: proposal_id.clone(),
            choice: Choice::Agree.into(),
            ..Default::default()
        };
        caller.ask(take).await.unwrap();
    }
}

async fn redactions(members: &Members) -> Vec<Redaction> {
    let list = ListRedactions { partnership_id: members.partnership.clone(), ..Default::default() };
    let listed: ListRedactionsResponse = members.callers[2].get(list).await.unwrap();
    listed.redactions
}

async fn comments(members: &Members, by: usize) -> Vec<Comment> {
    let list = ListComments {
        partnership_id: members.partnership.clone(),
        about: Thing::Partnership.into(),
        about_id: members.partnership.clone(),
        ..Default::default()
    };
    let listed: ListCommentsResponse = members.callers[by].get(list).await.unwrap();
    listed.comments
}

fn comment(members: &Members, text: &str) -> PostComment {
    PostComment {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        about: Thing::Partnership.into(),
        about_id: members.partnership.clone(),
        text: text.into(),
        ..Default::default()
    }
}

fn check_in(members: &Members, going_well: &str) -> RecordCheckIn {
    RecordCheckIn {
        command_id: fresh(),
        partnership_id: members.partnership.clone(),
        check_in_id: tests::id(&format!("{}/check-in", members.partnership)),
        going_well: going_well.into(),
        ..Default::default()
    }
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
