//! The report as a table: what, how many, and what became of it.

use std::fmt;

use contract::{partners::MemberRole, resources::TransactionType};

use super::Report;
use crate::importing::{self, Remarks, Row};

impl Report {
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = self.activity_rows();
        rows.extend(self.participant_rows());
        rows.extend(self.transaction_rows());
        rows.extend(self.result_rows());
        rows.extend(self.remark_rows());
        rows
    }

    /// Kinds of remarks, with what they say.
    pub fn remarks(&self) -> Vec<(&'static str, &Remarks)> {
        vec![("skipped", &self.skipped), ("not published again", &self.misfits), ("note", &self.notes)]
    }

    fn activity_rows(&self) -> Vec<Row> {
        let named = match self.drafts_named {
            0 => "one a programme".into(),
            named => format!("one a programme; {named} for programmes that are only named in the file"),
        };
        vec![
            row("activities", self.activities, format!("version {}", self.version)),
            row("  programmes", self.programmes, "each a partnership draft"),
            row("  components", self.components, "each an activity in its programme's draft"),
            row("  activities skipped", self.activities_skipped, "see below"),
            row("partnership drafts", self.drafts, named),
        ]
    }

    fn participant_rows(&self) -> Vec<Row> {
        let mut rows = vec![
            row("members", self.members(), "a source makes nobody a member"),
            row("participants", self.participants, "each draft, organisation and role once"),
        ];
        rows.extend(self.roles.iter().map(|(role, count)| row(&format!("  {}", role_word(*role)), *count, "")));
        rows.extend([
            row("organisations", self.organisations(), "each once"),
            row("named implementers", self.named_implementers(), "organisations that implement, each once"),
            row("channel labels", self.channel_labels, "entries that name a category, kept as labels"),
            row("  implementing", self.channel_labels_implementing, ""),
        ]);
        rows
    }

    fn transaction_rows(&self) -> Vec<Row> {
        let kept = "kept as published: outside given and received";
        let mut rows = vec![row("transactions", self.transactions_kept(), kept)];
        rows.extend(self.transactions.iter().map(|(kind, count)| row(&format!("  {}", type_word(*kind)), *count, "")));
        rows
    }

    fn result_rows(&self) -> Vec<Row> {
        vec![
            row("results", self.results, ""),
            row("  goals", self.goals, format!("with {} targets", self.targets)),
            row("  indicators", self.indicators, ""),
            row("  measurements", self.measurements, ""),
        ]
    }

    fn remark_rows(&self) -> Vec<Row> {
        let mut rows = vec![];
        if 0 < self.labels_of_programmes {
            let why = "dates, places, sectors of programmes: a draft has none; they are kept to be published";
            rows.push(row("labels left out", self.labels_of_programmes, why));
        }
        let left_out = self.left_out.iter();
        rows.extend(left_out.map(|(name, count)| row("elements left out", *count, format!("<{name}>"))));
        rows.push(row("publications", self.publications, "what activities say, kept to be published again"));
        rows.push(row("not published again", self.misfits.count, "elements that 2.03 has no place for"));
        rows.push(row("skipped", self.skipped.count, ""));
        rows.push(row("notes", self.notes.count, ""));
        rows.push(row("orders", self.orders, ""));
        rows
    }
}

fn row(label: &str, count: usize, remark: impl Into<String>) -> Row {
    Row { label: label.to_owned(), count, remark: remark.into() }
}

fn role_word(role: MemberRole) -> String {
    words(role.as_str_name(), "MEMBER_ROLE_")
}

fn type_word(kind: TransactionType) -> String {
    words(kind.as_str_name(), "TRANSACTION_TYPE_")
}

/// TRANSACTION_TYPE_CREDIT_GUARANTEE → credit guarantee
fn words(name: &str, prefix: &str) -> String {
    name.trim_start_matches(prefix).to_lowercase().replace('_', " ")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        importing::tell(f, &self.rows(), &self.remarks())
    }
}
