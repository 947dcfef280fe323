//! `practices`: the library, what each practice is, who stands by it, and what came of it elsewhere.

use contract::resources::{AdoptionOutcomes, ListPractices, ListPracticesResponse, Practice, PracticeState};

use crate::{
    client::{Client, ClientArgs, Failure},
    commands::{
        names::Names,
        pages::{self, PAGE_SIZE},
    },
    output::{Output, Rows, words},
};

/// What is looked for; empty: all.
pub(in crate::commands) struct Searched {
    pub(in crate::commands) topic: String,
    pub(in crate::commands) words: String,
}

pub(in crate::commands) async fn practices(
    partnership: &str,
    searched: Searched,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let mut rows =
        Rows::new(&["practice", "topics", "shared_by", "endorsed_by", "adopted_by", "in_use", "what_came_of_it", "id"]);
    let mut names = Names::of_partners(&client);
    for it in found(&client, partnership, searched).await? {
        let content = it.content.clone().unwrap_or_default();
        let endorsers: Vec<_> = it.endorsements.iter().map(|it| it.partner_id.clone()).collect();
        let withdrawn = if it.state() == PracticeState::Withdrawn { " (withdrawn)" } else { "" };
        rows.push([
            format!("{}{withdrawn}", content.title),
            content.topics.join(", "),
            names.of(&it.partner_id).await,
            names.all(&endorsers).await,
            names.all(&it.adopted_by).await,
            it.in_use.to_string(),
            came_to(&it.outcomes.unwrap_or_default()),
            it.practice_id,
        ]);
    }
    rows.print(output);
    Ok(())
}

async fn found(client: &Client, partnership: &str, searched: Searched) -> Result<Vec<Practice>, Failure> {
    let Searched { topic, words } = searched;
    let asked = ListPractices {
        partnership_id: partnership.to_owned(),
        page_size: PAGE_SIZE,
        topic,
        words,
        ..Default::default()
    };
    let taken = |page: ListPracticesResponse| (page.practices, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}

/// Counts only: a rate of two adoptions says nothing.
fn came_to(outcomes: &AdoptionOutcomes) -> String {
    let AdoptionOutcomes { unreported, too_early, helped, helped_in_part, no_difference, harmed } = *outcomes;
    let counts = [
        (helped, "HELPED"),
        (helped_in_part, "HELPED_IN_PART"),
        (no_difference, "NO_DIFFERENCE"),
        (harmed, "HARMED"),
        (too_early, "TOO_EARLY"),
        (unreported, "UNREPORTED"),
    ];
    let counts =
        counts.iter().filter(|(count, _)| 0 < *count).map(|(count, what)| format!("{count} {}", words(what, "")));
    counts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_a_practice_is_counted_in_words() {
        let outcomes = AdoptionOutcomes { helped_in_part: 2, harmed: 1, unreported: 1, ..Default::default() };
        assert_eq!(came_to(&outcomes), "2 helped in part, 1 harmed, 1 unreported");
        assert_eq!(came_to(&AdoptionOutcomes::default()), "");
    }
}
