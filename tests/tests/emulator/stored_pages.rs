//! Tests of whole pages, totals, and lists that start again from a stored link, in memory and over a socket.

use super::nested_pages::{Circle, CircleId, Member};
use super::*;
use graph_core::client::{Page, PageLink, Pages};
use graph_core::error::NextLinkProblem;
use graph_core::model::{Expanded, Partial, PropertyValue};
use graph_core::{Error, property};

/// Stores seven circles in the emulator, the first of them with five members, and serves the emulator.
async fn serve(emulator: Emulator) -> Server {
    let emulator = emulator.with::<Circle>();
    for number in 1..=7 {
        let members: Expanded<Member> =
            (0..5).filter(|_| number == 1).map(|rank| Member { id: rank.to_string(), rank, friends: None }).collect();
        let circle = Circle { id: number.to_string(), members: Some(members), ..Circle::blank() };
        emulator.seed(&Circle::v1().circles(&CircleId::new(&circle.id).unwrap()), &circle);
    }
    emulator.serve(0).await.unwrap()
}

fn clients(server: &Server) -> [Client; 2] {
    [server.emulator().client(), over_a_socket(server)]
}

/// Returns the next page and its link. The link is serialized and deserialized, as if a program had stored it.
async fn next<T>(pages: &mut Pages<T>) -> Option<(Page<T>, Option<PageLink<T>>)> {
    let page = pages.next().await?.unwrap();
    let stored = serde_json::to_string(&page.next_link()).unwrap();
    Some((page, serde_json::from_str(&stored).unwrap()))
}

fn ids(circles: Vec<Circle>) -> Vec<String> {
    circles.into_iter().map(|circle| circle.id).collect()
}

#[tokio::test]
async fn a_list_stops_after_a_page_and_starts_again_from_its_link() {
    let server = serve(Emulator::new()).await;
    for graph in clients(&server) {
        let list = graph.list(Circle::v1().circles_collection()).count().max_page_size(3);
        let mut pages = list.clone().pages();
        let (first, link) = next(&mut pages).await.unwrap();
        assert_eq!((first.total(), first.len(), first.response().status.as_u16()), (Some(7), 3, 200));
        assert_eq!(first.response().headers["preference-applied"], "odata.maxpagesize=3");
        assert_eq!(ids(first.into_vec().unwrap()), ["1", "2", "3"]);
        drop(pages);

        let link = link.unwrap();
        let rest = graph.list_from(link.clone()).max_page_size(2).stream();
        assert_eq!(ids(rest.collect().await.unwrap()), ["4", "5", "6", "7"]);
        let mut again = graph.list_from(link).max_page_size(2).pages();
        let (second, link) = next(&mut again).await.unwrap();
        assert_eq!((second.len(), link.is_some()), (2, true));
        let (third, link) = next(&mut again).await.unwrap();
        assert_eq!((third.len(), link), (2, None));
        assert!(next(&mut again).await.is_none());

        let mut all = list.stream();
        while all.next().await.transpose().unwrap().is_some() {}
        assert_eq!(all.total(), Some(7), "after the last page too");
    }
}

#[tokio::test]
async fn a_selection_starts_again_as_partials() {
    let server = serve(Emulator::new()).await;
    for graph in clients(&server) {
        let id = property!(Circle, id);
        let mut pages = graph.list(Circle::v1().circles_collection()).select([&id]).max_page_size(6).pages();
        let link: PageLink<Partial<Circle>> = next(&mut pages).await.unwrap().1.unwrap();
        let rest = graph.list_from(link).stream().collect().await.unwrap();
        assert_eq!(rest[0].get(&id).unwrap().as_deref(), Some("7"));
        assert_eq!((rest.len(), rest[0].properties().count()), (1, 1), "the link contains `$select`");
    }
}

#[tokio::test]
async fn the_pages_of_an_expanded_collection_are_followed() {
    let server = serve(Emulator::new().page_size(2)).await;
    for graph in clients(&server) {
        let path = Circle::v1().circles(&CircleId::new("1").unwrap());
        let members = graph.get(path).expand(property!(Circle, members)).await.unwrap().body.members.unwrap();
        let mut pages = graph.follow(&members).pages();
        let (first, link) = next(&mut pages).await.unwrap();
        assert_eq!((members.len(), first.len()), (2, 2));
        let rest: Vec<Member> = graph.list_from(link.unwrap()).stream().collect().await.unwrap();
        assert_eq!(rest.iter().map(|member| member.rank).collect::<Vec<_>>(), [4]);
    }
}

#[tokio::test]
async fn a_stored_link_of_another_server_is_not_sent() {
    let (own, other) = (serve(Emulator::new()).await, serve(Emulator::new()).await);
    let mut pages = over_a_socket(&other).list(Circle::v1().circles_collection()).max_page_size(1).pages();
    let link = next(&mut pages).await.unwrap().1.unwrap();
    let sent = other.emulator().journal().len();
    for graph in clients(&own) {
        let error = graph.list_from(link.clone()).stream().collect().await.unwrap_err();
        let Error::NextLink(error) = error else { panic!("{error}") };
        assert_eq!(error.problem, NextLinkProblem::OtherHost("another host".into()));
    }
    assert_eq!((own.emulator().journal().len(), other.emulator().journal().len()), (0, sent));
}
