//! A server on this machine with an answer for each request that is to come.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

pub struct Server {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    /// A server that gives each answer to one connection, in order, then closes.
    pub fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let thread = thread::spawn(move || {
            answers
                .into_iter()
                .map(|answer| {
                    let (mut stream, _) = listener.accept().unwrap();
                    let request = request(&mut stream);
                    // A client may have seen enough before it has seen everything.
                    let _ = stream.write_all(&answer);
                    request
                })
                .collect()
        });
        Self { address, thread }
    }

    /// The requests, once there was one for each answer.
    pub fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

/// A request's head, or the first byte of what is no text: a client that speaks TLS.
fn request(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n")
        && !head.starts_with(&[TLS_HANDSHAKE])
        && stream.read(&mut byte).is_ok_and(|count| count > 0)
    {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// The first byte of what a client that speaks TLS says.
const TLS_HANDSHAKE: u8 = 22;

/// An answer with a body.
pub fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    let length = format!("content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), length.as_bytes(), body].concat()
}

/// An answer that says to look elsewhere.
pub fn redirect(location: &str) -> Vec<u8> {
    answer("302 Found", &[&format!("location: {location}")], b"")
}
