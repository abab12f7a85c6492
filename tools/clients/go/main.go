// Makes a space and reads it back, with a client that oapi-codegen made.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"example.com/plugboard-client/plugboard"
)

func main() {
	ctx := context.Background()
	client, err := plugboard.NewClientWithResponses(os.Getenv("PLUGBOARD_URL"),
		plugboard.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+os.Getenv("PLUGBOARD_HOST_KEY"))
			return nil
		}))
	check(err)
	planLevel := 2
	made, err := client.CreateSpaceWithResponse(ctx, &plugboard.CreateSpaceParams{},
		plugboard.NewSpace{Name: "Acme", PlanLevel: &planLevel})
	check(err)
	if made.JSON201 == nil {
		log.Fatal(made.Status(), string(made.Body))
	}
	found, err := client.GetSpaceWithResponse(ctx, made.JSON201.Id)
	check(err)
	space := found.JSON200
	if space == nil {
		log.Fatal(found.Status(), string(found.Body))
	}
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"id": space.Id, "name": space.Name, "planLevel": space.PlanLevel,
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
