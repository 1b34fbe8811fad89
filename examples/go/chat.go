// Chat in the world: go run examples/go/chat.go <name> <password> [localhost:7001]
// Needs the standard library alone, and an account that was made in the web client; end with Ctrl+D.
package main

import ("bufio"; "crypto/rand"; "encoding/json"; "fmt"; "log"; "net"; "os"; "time")

const world = "00000000-0000-7000-8000-000000000001"
type object = map[string]any

func uuid7() string { // Milliseconds, version, variant, and chance. Sent twice, it is still one message.
	var chance [10]byte
	rand.Read(chance[:])
	ms, a, b := time.Now().UnixMilli(), int(chance[0])<<4|int(chance[1])>>4, int(chance[2])<<8|int(chance[3])
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%x", ms>>16, ms&0xffff, a, b&0x3fff|0x8000, chance[4:])
}

func at(value any, keys ...string) any { // What lies in an object under one key after another.
	for _, key := range keys { inner, _ := value.(object); value = inner[key] }
	return value
}

func main() {
	if len(os.Args) < 3 { fmt.Println("Usage: go run examples/go/chat.go <name> <password> [localhost:7001]"); os.Exit(1) }
	name, password := os.Args[1], os.Args[2]
	connection, err := net.Dial("tcp", append(os.Args, "localhost:7001")[3])
	if err != nil { log.Fatal(err) }
	call := func(id, method string, params object) {
		line, _ := json.Marshal(object{"id": id, "method": method, "params": params})
		connection.Write(append(line, '\n'))
	}
	talk := func() {
		for typed := bufio.NewScanner(os.Stdin); typed.Scan(); {
			body := object{"type": "text", "text": typed.Text()}
			call("said", "messages.send", object{"id": uuid7(), "chatId": world, "body": body})
		}
		connection.(*net.TCPConn).CloseWrite() // The server answers what is under way, and ends the connection.
	}
	ping := func() { for range time.Tick(25 * time.Second) { call("ping", "session.ping", object{}) } }
	call("in", "accounts.login", object{"login": name, "password": password})
	var me any
	for frames, got := json.NewDecoder(connection), (object)(nil); frames.Decode(&got) == nil; got = nil {
		if got["error"] != nil {
			log.Fatal(at(got, "error", "message"))
		} else if got["id"] == "in" {
			me = at(got, "result", "user", "id")
			call("open", "session.open", object{"token": at(got, "result", "session", "token")})
			call("watch", "chats.watch", object{"chatId": world})
		} else if got["id"] == "watch" {
			fmt.Println("You hear the world.")
			go talk()
			go ping() // A connection that says nothing is closed after 75 seconds.
		}
		messages, _ := at(got, "params", "messages").([]any)
		for _, message := range messages {
			if at(message, "senderId") != me && at(message, "chatId") == world { fmt.Println(at(message, "body", "text")) }
		}
	}
}
