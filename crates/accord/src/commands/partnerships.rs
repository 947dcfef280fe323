//! All partnerships in which the caller stands, whatever the pages.

use contract::partners::{ListPartnerships, ListPartnershipsResponse, Partnership};

use super::pages::{self, PAGE_SIZE};
use crate::client::{Client, Failure};

pub(super) async fn partnerships(client: &Client) -> Result<Vec<Partnership>, Failure> {
    let asked = ListPartnerships { page_size: PAGE_SIZE, ..Default::default() };
    let taken = |page: ListPartnershipsResponse| (page.partnerships, page.next_page_token);
    pages::all(client, asked, |asked, next| asked.page_token = next, taken).await
}
