"""The company's register: rules, tickets and ideas that live on after the run they came from."""
