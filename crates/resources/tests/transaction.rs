//! What recording and confirming a transaction leads to.

use contract::resources::{
    ConfirmTransaction, RecordTransaction, TransactionConfirmed, TransactionRecorded, TransactionType,
    event::Kind as Event,
};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use resources::transaction::{Rejection, Transaction, decisions::Parties};

mod recording {
    use super::*;

    #[test]
    fn the_provider_records_what_it_gave() {
        nothing::<Transaction>().by("funder").when_knowing(parties(), record()).then(recorded());
    }

    #[test]
    fn the_receiver_that_records_has_confirmed_by_that() {
        nothing::<Transaction>()
            .by("lender")
            .when_knowing(parties(), record())
            .then_all([recorded().into(), confirmed().into()]);
    }

    #[test]
    fn the_receiver_that_repeats_the_providers_report_confirms_it() {
        noted().by("lender").when_knowing(parties(), record()).then(confirmed());
    }

    #[test]
    fn recording_it_again_changes_nothing() {
        noted().by("funder").when_knowing(parties(), record()).then_nothing();
        for by in ["funder", "lender"] {
            noted().and(confirmed()).by(by).when_knowing(parties(), record()).then_nothing();
        }
        noted().by("funder").when_knowing(Parties::default(), record()).then_nothing();
    }

    #[test]
    fn an_id_stands_for_one_transaction() {
        noted()
            .by("funder")
            .when_knowing(parties(), RecordTransaction { amount_minor: 1, ..record() })
            .then_rejected(Rejection::IdTaken);
    }

    #[test]
    fn an_id_is_made_where_none_is_given() {
        nothing::<Transaction>()
            .by("funder")
            .when_knowing(parties(), RecordTransaction { transaction_id: String::new(), ..record() })
            .then(TransactionRecorded { transaction_id: context().fresh("transaction"), ..recorded() });
    }

    #[test]
    fn it_happened_on_the_value_date_where_nothing_else_is_said() {
        nothing::<Transaction>()
            .by("funder")
            .when_knowing(parties(), RecordTransaction { transacted_on: String::new(), ..record() })
            .then(TransactionRecorded { transacted_on: "2026-01-10".into(), ..recorded() });
    }

    #[test]
    fn an_amount_is_above_zero() {
        for amount_minor in [0, -1] {
            invalid(
                RecordTransaction { amount_minor, ..record() },
                "amount_minor",
                &format!("is {amount_minor}; it must be above zero"),
            );
        }
    }

    #[test]
    fn both_sides_are_named() {
        invalid(
            RecordTransaction { provider_partner_id: String::new(), ..record() },
            "provider_partner_id",
            "is missing",
        );
        invalid(
            RecordTransaction { receiver_partner_id: String::new(), ..record() },
            "receiver_partner_id",
            "is missing",
        );
    }

    #[test]
    fn both_sides_are_members_with_a_voice_and_not_the_same() {
        refused(
            "stranger",
            RecordTransaction { provider_partner_id: "stranger".into(), ..record() },
            Rejection::NotAMember { field: "provider_partner_id" },
        );
        refused(
            "funder",
            RecordTransaction { receiver_partner_id: "stranger".into(), ..record() },
            Rejection::NotAMember { field: "receiver_partner_id" },
        );
        refused(
            "funder",
            RecordTransaction { receiver_partner_id: "funder".into(), ..record() },
            Rejection::SamePartner,
        );
    }

    #[test]
    fn only_the_two_sides_record_it() {
        refused("insurer", record(), Rejection::NotAParty);
    }

    #[test]
    fn what_has_not_happened_yet_is_not_recorded() {
        let on = |transacted_on: &str| RecordTransaction { transacted_on: transacted_on.into(), ..record() };
        // At noon on the 15th in London it is the 16th in Kiribati already.
        nothing::<Transaction>()
            .by("funder")
            .when_knowing(parties(), on("2026-01-16"))
            .then(TransactionRecorded { transacted_on: "2026-01-16".into(), ..recorded() });
        invalid(on("2026-01-17"), "transacted_on", "is 2026-01-17, which has not come yet");
        invalid(
            RecordTransaction { value_date: "2027-01-01".into(), ..on("") },
            "transacted_on",
            "is 2027-01-01, which has not come yet",
        );
    }

    #[test]
    fn dates_and_currencies_are_real() {
        invalid(
            RecordTransaction { value_date: "2026-13-01".into(), ..record() },
            "value_date",
            "is not a date YYYY-MM-DD: \"2026-13-01\"",
        );
        invalid(
            RecordTransaction { currency: "ABC".into(), ..record() },
            "currency",
            "is not a currency of ISO 4217: \"ABC\"",
        );
    }

    #[test]
    fn the_partnership_and_the_activity_are_known() {
        let refused = |known: Parties, rejection: Rejection| {
            nothing::<Transaction>().by("funder").when_knowing(known, record()).then_rejected(rejection);
        };
        refused(Parties { is_formed: false, ..parties() }, Rejection::NoPartnership);
        refused(Parties { knows_activity: false, ..parties() }, Rejection::NoActivity);
    }

    #[test]
    fn members_record_what_moved_between_members_not_participants() {
        let problem = "must be empty: only what a source says is about participants";
        let named = RecordTransaction { provider_participant_id: "listed".into(), ..record() };
        invalid(named, "provider_participant_id", problem);
        let named = RecordTransaction { receiver_participant_id: "listed".into(), ..record() };
        invalid(named, "receiver_participant_id", problem);
    }

    #[track_caller]
    fn refused(by: &str, command: RecordTransaction, rejection: Rejection) {
        nothing::<Transaction>().by(by).when_knowing(parties(), command).then_rejected(rejection);
    }

    #[track_caller]
    fn invalid(command: RecordTransaction, field: &'static str, problem: &str) {
        refused("funder", command, Invalid::new(field, problem).into());
    }
}

mod from_a_source {
    use super::*;

    #[test]
    fn a_source_may_name_participants_on_a_side_that_is_no_member() {
        let named = RecordTransaction { receiver_participant_id: "listed".into(), ..published() };
        nothing::<Transaction>().by("").when_knowing(parties(), named.clone()).then(of(named));
        let both = RecordTransaction {
            provider_partner_id: "funder".into(),
            provider_participant_id: "listed".into(),
            ..published()
        };
        let refused = Rejection::MemberAndParticipant;
        nothing::<Transaction>().by("").when_knowing(parties(), both).then_rejected(refused);
    }

    #[test]
    fn the_operator_keeps_what_a_source_publishes() {
        nothing::<Transaction>().when_knowing(parties(), published()).then(as_published());
        given::<Transaction, _>([as_published()]).when_knowing(parties(), published()).then_nothing();
    }

    #[test]
    fn a_source_may_correct_itself_and_look_ahead() {
        let correction = RecordTransaction { amount_minor: -5, value_date: "2030-01-01".into(), ..published() };
        nothing::<Transaction>().when_knowing(parties(), correction).then(TransactionRecorded {
            amount_minor: -5,
            value_date: "2030-01-01".into(),
            ..as_published()
        });
    }

    #[test]
    fn the_activities_of_a_source_may_be_read_in_later() {
        nothing::<Transaction>()
            .when_knowing(Parties { knows_activity: false, ..parties() }, published())
            .then(as_published());
    }

    #[test]
    fn whom_a_source_names_is_a_member() {
        nothing::<Transaction>()
            .when_knowing(parties(), RecordTransaction { provider_partner_id: "stranger".into(), ..published() })
            .then_rejected(Rejection::NotAMember { field: "provider_partner_id" });
    }

    #[test]
    fn a_source_is_the_operators_and_the_operator_needs_one() {
        nothing::<Transaction>()
            .by("funder")
            .when_knowing(parties(), RecordTransaction { source: "somewhere".into(), ..record() })
            .then_rejected(Rejection::SourceIsTheOperators);
        nothing::<Transaction>().when_knowing(parties(), record()).then_rejected(Rejection::SourceIsTheOperators);
    }

    #[test]
    fn nobody_confirms_what_a_source_publishes() {
        let named = TransactionRecorded { receiver_partner_id: "lender".into(), ..as_published() };
        given::<Transaction, _>([named]).by("lender").when(confirm()).then_rejected(Rejection::AsPublished);
    }
}

mod confirming {
    use super::*;

    #[test]
    fn the_receiver_confirms() {
        noted().by("lender").when(confirm()).then(confirmed());
    }

    #[test]
    fn confirming_twice_is_confirming_once() {
        noted().and(confirmed()).by("lender").when(confirm()).then_nothing();
    }

    #[test]
    fn nobody_else_confirms() {
        for by in ["funder", "insurer"] {
            noted().by(by).when(confirm()).then_rejected(Rejection::NotTheReceiver);
        }
    }

    #[test]
    fn what_is_not_recorded_is_not_confirmed() {
        nothing::<Transaction>().by("lender").when(confirm()).then_rejected(Rejection::NotFound);
    }
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("transaction_id")),
        (Rejection::NoPartnership, "REASON_NOT_FOUND", Some("partnership_id")),
        (Rejection::NoActivity, "REASON_NOT_FOUND", Some("activity_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("transaction_id")),
        (Rejection::SourceIsTheOperators, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")),
        (Rejection::NotAMember { field: "receiver_partner_id" }, "REASON_NOT_A_MEMBER", Some("receiver_partner_id")),
        (Rejection::SamePartner, "REASON_SAME_PARTNER", Some("receiver_partner_id")),
        (Rejection::NotAParty, "REASON_NOT_A_PARTY", None),
        (Rejection::NotTheReceiver, "REASON_NOT_THE_RECEIVER", None),
        (Rejection::AsPublished, "REASON_TRANSACTION_STATE", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

/// Recorded by the provider, confirmed by nobody yet.
fn noted() -> Scenario<Transaction> {
    given::<Transaction, Event>([recorded().into()])
}

fn parties() -> Parties {
    Parties {
        is_formed: true,
        voices: ["funder", "lender", "insurer"].map(str::to_owned).to_vec(),
        knows_activity: true,
    }
}

fn record() -> RecordTransaction {
    RecordTransaction {
        partnership_id: "partnership".into(),
        transaction_id: "transaction".into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: "funder".into(),
        receiver_partner_id: "lender".into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
        value_date: "2026-01-10".into(),
        transacted_on: "2026-01-09".into(),
        description: "First instalment".into(),
        activity_id: "activity".into(),
        ..Default::default()
    }
}

fn recorded() -> TransactionRecorded {
    of(record())
}

fn published() -> RecordTransaction {
    RecordTransaction {
        r#type: TransactionType::OutgoingCommitment.into(),
        provider_partner_id: String::new(),
        receiver_partner_id: String::new(),
        transacted_on: "2026-01-10".into(),
        source: "dfid-2011-AF.xml GB-1-107196-101".into(),
        ..record()
    }
}

fn as_published() -> TransactionRecorded {
    of(published())
}

fn of(it: RecordTransaction) -> TransactionRecorded {
    TransactionRecorded {
        partnership_id: it.partnership_id,
        transaction_id: it.transaction_id,
        r#type: it.r#type,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        amount_minor: it.amount_minor,
        currency: it.currency,
        value_date: it.value_date,
        transacted_on: it.transacted_on,
        description: it.description,
        activity_id: it.activity_id,
        source: it.source,
        provider_participant_id: it.provider_participant_id,
        receiver_participant_id: it.receiver_participant_id,
    }
}

fn confirm() -> ConfirmTransaction {
    ConfirmTransaction {
        partnership_id: "partnership".into(),
        transaction_id: "transaction".into(),
        ..Default::default()
    }
}

fn confirmed() -> TransactionConfirmed {
    TransactionConfirmed {
        partnership_id: "partnership".into(),
        transaction_id: "transaction".into(),
        partner_id: "lender".into(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: "funder".into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
    }
}
