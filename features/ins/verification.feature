# language: fr
@INS
Fonctionnalité: Vérifier l'INS d'un usager
  La vérification unitaire confirme ou retire un INS ; une panne ne dit rien de l'identité.
  Le contrat technique de la vérification n'est pas publié : le banc en simule un, provisoire.

  @INS-17 @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.ins.verifier @capacite.journal.appels
  Scénario: L'INS est confirmé
    Étant donné un usager "ISABELLE FAURE", au statut "qualifiée"
    Quand le professionnel vérifie l'INS de cet usager
    Alors INSi a reçu 1 appel à l'opération "vérification"
    Et le journal du logiciel garde le résultat "OK" de la vérification
    Et l'identité de cet usager est inchangée

  @INS-18 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.ins.verifier @capacite.journal.appels @capacite.liste.travail
  Scénario: L'INS n'est plus cohérent avec les traits
    Étant donné un usager "ISABELLE FAURE", au statut "qualifiée"
    Et INSi ne reconnaît plus l'INS de cet usager
    Quand le professionnel vérifie l'INS de cet usager
    Alors le journal du logiciel garde le résultat "KO" de la vérification
    Et l'identité de cet usager est au statut "provisoire"
    Et l'identité de cet usager ne porte ni matricule ni OID
    Et cet usager est dans la liste de travail
    Et le professionnel est informé que l'INS n'est plus valable
