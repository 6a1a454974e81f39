"""Tables of the domain and the verbs that belong to one of them."""
